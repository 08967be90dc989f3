"""Chapter 3: the words of its predictions, questions and exercises. See chapter 1 for their form."""

PREDICTIONS = {}
QUESTIONS = {}
RECALL = {}
EXERCISES = {}
