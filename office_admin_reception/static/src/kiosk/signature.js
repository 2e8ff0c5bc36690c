const LINE = 2.5; // pixels of the screen

/** Somebody signs with a finger, a pen or a mouse. */
export class Signature {
    /** @param {HTMLCanvasElement} canvas */
    constructor(canvas) {
        this.canvas = canvas;
        this.strokes = [];
        canvas.addEventListener("pointerdown", (ev) => this.begin(ev));
        canvas.addEventListener("pointermove", (ev) => this.go(ev));
        for (const name of ["pointerup", "pointercancel"]) {
            canvas.addEventListener(name, () => (this.stroke = null));
        }
        // a tablet that is turned keeps what was drawn
        this.observer = new ResizeObserver(() => this.draw());
        this.observer.observe(canvas);
    }

    get isEmpty() {
        return this.strokes.reduce((count, stroke) => count + stroke.length, 0) < 5;
    }

    begin(ev) {
        ev.preventDefault();
        this.canvas.setPointerCapture(ev.pointerId);
        this.stroke = [];
        this.strokes.push(this.stroke);
        this.go(ev);
    }

    go(ev) {
        if (this.stroke) {
            this.stroke.push([ev.offsetX, ev.offsetY]);
            this.draw();
        }
    }

    clear() {
        this.strokes = [];
        this.stroke = null;
        this.draw();
    }

    draw() {
        const { clientWidth: width, clientHeight: height } = this.canvas;
        Object.assign(this.canvas, { width, height });
        const context = this.canvas.getContext("2d");
        Object.assign(context, { lineWidth: LINE, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
        for (const stroke of this.strokes) {
            context.beginPath();
            stroke.forEach(([x, y]) => context.lineTo(x, y));
            context.stroke();
        }
    }

    /** @returns {Promise<Blob>} */
    getPicture() {
        return new Promise((resolve) => this.canvas.toBlob(resolve, "image/png"));
    }
}
