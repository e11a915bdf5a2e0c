// <quiz-timer deadline now>: counts down by the server's clock, and says so at five and at one minute.

const CLOCK = "clock ";

class QuizTimer extends HTMLElement {
  static observedAttributes = ["deadline"];

  // A page of that address came from the server just now, whose clock says `now`: answers how far that one is ahead.
  static came(address, now) {
    const skew = Date.parse(now) - Date.now();
    localStorage.setItem(CLOCK + address, JSON.stringify([now, skew]));
    return skew;
  }

  // Forgets it for that address; for all of them without one.
  static forget(address = "") {
    for (const key of Object.keys(localStorage)) if (key.startsWith(CLOCK + address)) localStorage.removeItem(key);
  }

  connectedCallback() {
    this.ahead = this.skew();
    this.face = this.querySelector(".timer-time");
    this.voice = document.createElement("span");
    this.voice.className = "hidden";
    this.voice.setAttribute("role", "status");
    this.append(this.voice);
    this.run();
  }

  disconnectedCallback() {
    clearInterval(this.clock);
    this.voice?.remove();
  }

  // The trainee got more time while the page was open.
  attributeChangedCallback(_name, before) {
    if (before && this.clock) this.run();
  }

  run() {
    clearInterval(this.clock);
    this.clock = setInterval(() => this.tick(), 1000);
    this.deadline = Date.parse(this.getAttribute("deadline")) - this.ahead;
    this.before = this.seconds();
    this.tick();
  }

  // How far the server's clock is ahead. A page that was kept on the device is no younger than the last one that came:
  // what was measured then holds.
  skew() {
    const now = this.getAttribute("now");
    const [last, skew] = JSON.parse(localStorage.getItem(CLOCK + location.pathname) ?? "[]");
    return Date.parse(now) <= Date.parse(last) ? skew : QuizTimer.came(location.pathname, now);
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
