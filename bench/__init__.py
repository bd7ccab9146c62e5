"""Performance as ratios against a floor measured in the same run; `python -m bench` writes bench/latest.json."""
