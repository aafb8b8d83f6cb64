// <smart-chart>: a picture from the server that answers the pointer and the keyboard, where Vega can draw it.
//
// Inside it stand the server's picture and a Vega-Lite specification as JSON. When the element comes near the window, the
// scripts are loaded and the picture is drawn apart; only a finished drawing takes the place of the server's. Whatever fails, the
// server's picture stays. Nothing moves by itself, so there is nothing to switch off for people who want less motion.

const NEAR = '400px';
const LEAST_HEIGHT = 260;
const HANDLE = 16; // how wide browsers draw the handle of a slider, about

class SmartChart extends HTMLElement {
  connectedCallback() {
    if (this.watcher) return;
    this.watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.watcher.disconnect();
      this.draw().catch(() => this.classList.remove('live'));
    }, { rootMargin: NEAR });
    this.watcher.observe(this);
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    this.resizer?.disconnect();
    this.view?.finalize();
  }

  async draw() {
    const { vega, vegaLite, expressionInterpreter } = await import('./vendor/charts.js');
    const spec = JSON.parse(this.querySelector('script[type="application/json"]').textContent);
    const old = this.pictureInSight();
    const { width, height } = old.getBoundingClientRect();
    this.width = Math.floor(width);
    Object.assign(spec, { width: this.width, height: Math.max(LEAST_HEIGHT, Math.floor(height)) });
    spec.config.font = getComputedStyle(this).fontFamily;
    this.rows = spec.data.values;
    this.told = spec.usermeta;
    const stage = this.makeStage(old, spec.params[0].value);
    this.view = new vega.View(vega.parse(vegaLite.compile(spec).spec, null, { ast: true }), {
      expr: expressionInterpreter, renderer: 'svg', container: this.canvas, logLevel: vega.None,
    });
    await this.view.runAsync();
    describe(this.canvas, wordsOf(old));
    this.append(stage);
    this.alignSlider();
    this.listen();
    this.classList.add('live');
  }

  // The server draws one picture for wide windows and one for narrow ones.
  pictureInSight() {
    const pictures = [...this.querySelectorAll('svg[role=img]')];
    return pictures.find((picture) => picture.getBoundingClientRect().width > 0) ?? pictures[0];
  }

  // The place of the new picture, the slider that moves along it, and the words of the point looked at.
  makeStage(old, start) {
    const stage = element('div', { class: 'chart-live' });
    this.canvas = element('div', { class: 'chart-canvas' });
    this.slider = element('input', {
      type: 'range', min: 0, max: this.rows.length - 1, step: 1, 'aria-label': this.told.label,
    });
    this.slider.value = nearest(this.rows, this.told.field, start);
    this.said = element('p', { class: 'chart-words' });
    stage.append(this.canvas, this.slider, this.said);
    this.say();
    return stage;
  }

  listen() {
    this.slider.addEventListener('input', () => this.look());
    this.canvas.addEventListener('pointermove', (event) => {
      const along = event.clientX - this.canvas.getBoundingClientRect().left - this.scaleStart();
      this.slider.value = nearest(this.rows, this.told.field, this.view.scale('x').invert(along));
      this.look();
    });
    this.resizer = new ResizeObserver(async () => {
      const width = this.clientWidth;
      if (width === 0 || width === this.width) return;
      this.width = width;
      await this.view.width(width).runAsync();
    });
    this.view.addResizeListener(() => this.alignSlider());
    this.resizer.observe(this);
  }

  // Where the horizontal scale begins, in pixels from the left edge of the picture.
  scaleStart() {
    return this.view.origin()[0] + this.view.padding().left;
  }

  // The middle of the slider's handle stands under the point looked at.
  alignSlider() {
    const [start, end] = this.view.scale('x').range();
    this.slider.style.marginLeft = `${this.scaleStart() + start - HANDLE / 2}px`;
    this.slider.style.width = `${end - start + HANDLE}px`;
  }

  look() {
    this.view.signal(this.told.param, this.say()[this.told.field]).runAsync();
  }

  say() {
    const row = this.rows[Number(this.slider.value)];
    this.said.textContent = row[this.told.words];
    this.slider.setAttribute('aria-valuetext', row[this.told.words]);
    return row;
  }
}

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// What the server's picture says to people who do not see it.
function wordsOf(picture) {
  return [...picture.querySelectorAll('title, desc')].slice(0, 2).map((part) => part.textContent).join('. ');
}

// One picture with one description, instead of the many marks it is made of.
function describe(canvas, words) {
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', words);
  canvas.removeAttribute('aria-roledescription');
  canvas.querySelector('svg').setAttribute('aria-hidden', 'true');
}

function nearest(rows, field, value) {
  const away = (row) => Math.abs(row[field] - value);
  return rows.reduce((best, row, index) => (away(row) < away(rows[best]) ? index : best), 0);
}

customElements.define('smart-chart', SmartChart);
