// <quiz-timer deadline now>: counts down by the server's clock, and says so at five and at one minute.

class QuizTimer extends HTMLElement {
  connectedCallback() {
    const skew = Date.parse(this.getAttribute("now")) - Date.now();
    this.deadline = Date.parse(this.getAttribute("deadline")) - skew;
    this.face = this.querySelector(".timer-time");
    this.voice = document.createElement("span");
    this.voice.className = "hidden";
    this.voice.setAttribute("role", "status");
    this.append(this.voice);
    this.before = this.seconds();
    this.tick();
    this.clock = setInterval(() => this.tick(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.clock);
    this.voice?.remove();
  }

  seconds() {
    return Math.max(0, Math.round((this.deadline - Date.now()) / 1000));
  }

  tick() {
    const left = this.seconds();
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    this.face.textContent = left ? this.dataset.left.replace("{time}", time) : this.dataset.over;
    this.classList.toggle("timer-short", left <= 60);
    this.announce(left);
    this.before = left;
    if (left === 0) {
      clearInterval(this.clock);
      this.dispatchEvent(new CustomEvent("quiz-timer:over", { bubbles: true }));
    }
  }

  announce(left) {
    const passed = (mark) => this.before > mark && left <= mark;
    if (passed(300)) this.voice.textContent = this.dataset.five;
    if (passed(60)) this.voice.textContent = this.dataset.one;
    if (passed(0)) this.voice.textContent = this.dataset.over;
  }
}

customElements.define("quiz-timer", QuizTimer);
