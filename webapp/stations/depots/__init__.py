"""站点分工会: depots of platforms and partners, and the branch of a union that is founded at one."""
