"""Training with a start button, a stop button and a bar: in slices, so that the buttons are heard."""

import asyncio
import time

import ipywidgets
import numpy as np

from .. import network as model
from ..digits import load_digits
from ..words import say

LATELY = 50  # losses that are averaged
SLICE = 0.05  # seconds of training before the notebook gets a turn


class Training(ipywidgets.VBox):
    """Trains a network on the 3,000 digits. `network` is what has been learned so far, also after a stop."""

    def __init__(self, rounds: int = 12, rate: float = 0.5, seed: int = 0):
        self.to_learn, self.to_test = load_digits()
        self.rounds, self.rate, self.seed = rounds, rate, seed
        self.network, self.losses, self.running = None, [], None
        steps = model.steps_of(len(self.to_learn.labels), rounds)
        self.start = ipywidgets.Button(description=say("training.start"), button_style="primary")
        self.stop = ipywidgets.Button(description=say("training.stop"), disabled=True)
        self.bar = ipywidgets.IntProgress(max=steps, layout={"width": "auto", "max_width": "400px"})
        self.told = ipywidgets.HTML(say("training.waiting", rounds=rounds))
        self.start.on_click(lambda _: self.begin())
        self.stop.on_click(lambda _: self.end())
        super().__init__([ipywidgets.HBox([self.start, self.stop]), self.bar, self.told])
        self.add_class("convbook-training")

    def __repr__(self) -> str:
        return self.told.value

    def _repr_mimebundle_(self, **kwargs) -> dict:
        return {**(super()._repr_mimebundle_(**kwargs) or {}), "text/plain": repr(self)}

    def begin(self) -> None:
        """Start from the beginning, unless it runs already."""
        if self.running is None or self.running.done():
            self.bar.value, self.start.disabled = 0, True
            self.running = asyncio.get_event_loop().create_task(self.run())

    def end(self) -> None:
        """Stop after this step; what has been learned stays in `network`."""
        self.start.disabled, self.stop.disabled = False, True

    async def run(self) -> None:
        """Train, and let the notebook work every few steps."""
        rng = np.random.default_rng(self.seed)
        self.network, self.losses = model.start(rng), []
        self.start.disabled, self.stop.disabled = True, False
        begin = time.monotonic()
        for step in model.train(self.network, *self.to_learn, rng, rounds=self.rounds, rate=self.rate):
            self.losses.append(step.loss)
            if step.trouble:
                self.told.value = step.trouble
                break
            self.network = step.network
            if time.monotonic() - begin > SLICE:
                self._tell(step)
                await asyncio.sleep(0.001)
                begin = time.monotonic()
            if self.stop.disabled:
                break
        else:
            self._tell(step)
        if not step.trouble:
            share = model.accuracy(self.network, self.to_test)
            key = "done" if step.step == self.bar.max else "stopped"
            told = {"step": step.step, "n": self.bar.max, "share": f"{100 * share:.1f}"}
            lately = self.losses[-LATELY:]
            worse = len(lately) == LATELY and np.mean(lately) > np.log(model.CLASSES)  # than a guess
            remark = say("training.worse", rate=self.rate) if worse else ""
            self.told.value = say(f"training.{key}", **told) + remark
        self.bar.value = step.step
        self.end()

    def _tell(self, step: model.Progress) -> None:
        self.bar.value = step.step
        lately = float(np.mean(self.losses[-LATELY:]))
        self.told.value = say("training.running", step=step.step, n=self.bar.max, loss=f"{lately:.2f}")
