"""The officers' desk: one inbox for every kind of case.

An officer sees what his unions must decide, oldest first, opens a case, reads the grounds (who asks, the policy's reasons clause by
clause, what others decided) and grants, returns or refuses with a reason. The verdict carries the version of the case he saw, so two
officers at once end in one decision and the second is told who decided. Other unions' cases do not exist for him (404).
"""
