"""What the columns of a foreign file mean.

``targets`` says what a column can become. ``options`` holds what the user says, ``headers`` what the names of columns
suggest. ``plan`` puts both together.
"""
