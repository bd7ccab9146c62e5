"""What is due on a filing, as the policy says it now: terms, dossier, facts, decision. Nothing that is due is ever typed in."""
