"""`python -m waybill.cli`: what the `waybill` command of the environment runs."""

from waybill.cli import main

main()
