// Messages to Python, one at a time: the next is sent once Python has answered the previous one.

export class Mail {
  // `late` is called if no answer has come for a while.
  constructor(model, late) {
    Object.assign(this, { model, late, queue: [], busy: false });
  }

  send(message) {
    const last = this.queue.at(-1);
    // Cells passed in one movement are sent together.
    if (message.kind === "focus" && last?.kind === "focus" && last.panel === message.panel)
      last.cells.push(...message.cells);
    else this.queue.push(message);
    if (!this.busy) this.sendNext();
  }

  sendNext() {
    this.busy = this.queue.length > 0;
    if (!this.busy) return;
    this.model.send(this.queue.shift());
    this.wait();
  }

  answered() {
    this.stopWaiting();
    this.sendNext();
  }

  wait() {
    this.stopWaiting();
    this.timer = setTimeout(this.late, 2500);
  }

  stopWaiting() {
    clearTimeout(this.timer);
  }
}
