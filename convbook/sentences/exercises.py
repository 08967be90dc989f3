"""Words of the exercises."""

NOT_STARTED = "Exercise {number}: not started. Replace the `...` and run the cell again."
NO_CHECKER = "Exercise {number}: your answer is there. Compare it with the worked solution below."
