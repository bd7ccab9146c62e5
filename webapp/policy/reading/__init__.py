"""From a text to rules: strict YAML, checked models, older formats, the clause register, and the library of all profiles."""
