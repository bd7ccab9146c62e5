"""python-stdnum 2.2: `stdnum.cn.ric.is_valid` refuses identity numbers whose area is younger than their holder.

Expected: a resident's number carries the county of his registered residence on the day the number was given (GB 11643). Numbers
have been given since 1984, so whoever was born before that carries a county of 1984 or later. 440106 is Tianhe District of Guangzhou,
founded in 1985: a number given there in 1986 to somebody born in 1970 is well formed and should be valid.
Seen: the county is asked for in the year of birth, so the number is refused; born in 1986, it is accepted.
Who meets it: who checks numbers of grown-up people. We check shape, date and check digit only (webapp/web/identity_number.py).
The numbers here are made up: their order code belongs to nobody we know.
"""

from fresh import differs

PROGRAM = """
from stdnum.cn import ric
for born in ("19700305", "19860305"):
    body = "440106" + born + "001"
    print(born[:4], ric.is_valid(body + ric.calc_check_digit(body + "0")))
"""
SEEN = ["1970 False", "1986 True"]

if __name__ == "__main__":
    raise SystemExit(differs(["python-stdnum==2.2"], PROGRAM, SEEN))
