const DELAY = 150; // milliseconds between two pictures that are looked at
const IN_VIEW = 2000; // for so long after it was last read, a code is still in view

let libraryLoaded;

function loadLibrary(url) {
    libraryLoaded ||= new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = resolve;
        script.onerror = reject;
        document.head.append(script);
    });
    return libraryLoaded;
}

/** @returns {Promise<(video: HTMLVideoElement) => Promise<string | undefined>>} reads what is in the picture now */
async function makeReader(url) {
    if ("BarcodeDetector" in window) {
        const formats = await window.BarcodeDetector.getSupportedFormats();
        if (formats.includes("qr_code")) {
            const detector = new window.BarcodeDetector({ formats });
            return async (video) => (await detector.detect(video))[0]?.rawValue;
        }
    }
    await loadLibrary(url);
    const { ZXing } = window;
    const reader = new ZXing.MultiFormatReader();
    reader.setHints(new Map([[ZXing.DecodeHintType.TRY_HARDER, true]]));
    const canvas = document.createElement("canvas");
    let looks = 0;
    return async (video) => {
        const [width, height] = [video.videoWidth, video.videoHeight];
        Object.assign(canvas, { width, height });
        const context = canvas.getContext("2d", { willReadFrequently: true });
        if (looks++ % 2) {
            // of the codes that stand upright, ZXing misses one in fifteen: see each other picture turned by an eighth
            context.translate(width / 2, height / 2);
            context.rotate(Math.PI / 4);
            context.scale(Math.SQRT1_2, Math.SQRT1_2); // the corners of a code that fills the picture stay in it
            context.translate(-width / 2, -height / 2);
        }
        context.drawImage(video, 0, 0);
        const source = new ZXing.HTMLCanvasElementLuminanceSource(canvas);
        try {
            return reader.decodeWithState(new ZXing.BinaryBitmap(new ZXing.HybridBinarizer(source))).getText();
        } catch {
            return undefined; // nothing that can be read
        }
    };
}

/**
 * Reads codes from the whole picture of the camera, until it is stopped. A code is given once while it is in view.
 * For pages that are no part of Odoo's client: this file imports nothing.
 */
export class Camera {
    /**
     * @param {HTMLVideoElement} video
     * @param {string} readerUrl of ZXing, for browsers that read no codes themselves
     * @param {(code: string) => void | Promise<void>} onCode
     * @param {"environment" | "user"} [facing] the camera at the back of the device, or the one that sees its reader
     */
    constructor(video, readerUrl, onCode, facing = "environment") {
        this.video = video;
        this.readerUrl = readerUrl;
        this.onCode = onCode;
        this.facing = facing;
        this.lastRead = new Map();
        this.isStopped = false;
    }

    /** @throws if there is no camera, or it may not be used */
    async start() {
        const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: this.facing }, audio: false });
        this.stream = stream;
        if (this.isStopped) {
            this.stop(); // while the user was asked for leave
            return;
        }
        this.video.srcObject = stream;
        const read = await makeReader(this.readerUrl);
        if (this.isStopped) {
            return;
        }
        await this.video.play();
        this.look(read);
    }

    async look(read) {
        if (this.isStopped) {
            return;
        }
        const code = this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && (await read(this.video));
        if (code && !this.isStopped) {
            const before = this.lastRead.get(code) || 0;
            this.lastRead.set(code, Date.now());
            if (Date.now() - before > IN_VIEW) {
                await this.onCode(code);
            }
        }
        setTimeout(() => this.look(read), DELAY);
    }

    /** Let the camera go, for good. */
    stop() {
        this.isStopped = true;
        this.stream?.getTracks().forEach((track) => track.stop());
        this.stream = null;
    }
}
