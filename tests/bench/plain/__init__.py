"""The same referral flow written plainly, with SQLAlchemy's AsyncSession: its steps once, and two bots that say them.

A step asks as many statements as the product did when it was written (10.75 an update on the average, 10 a notice), on
the product's own tables, and shows cards with the same buttons. There are no signatures, no templates, no second
language, no permissions, no exactly-once, no lease and no pace; notices are sent at once.
"""
