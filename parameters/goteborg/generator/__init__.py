"""Invents the data of the Göteborg example: the same bytes every time, on every machine.

Read it in this order: ``chance`` (where numbers come from), ``quarters`` and ``places`` (when and
where), ``units`` (who), ``shapes`` (how a measure behaves), ``planted`` (what is to be found),
then what is delivered – ``staff``, ``surveys``, ``web``, ``preschool``, ``services``, ``money``,
``ledger`` – and ``deliveries`` (the files). Only the standard library is used.
"""
