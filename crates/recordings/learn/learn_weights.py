"""Learns the weights of crates/motion/src/model/weights.rs from recordings of people.

    cargo run --release -p passwave-recordings --example extract_features -- target/features \\
        ../shared/traces/{handwaving,uhh,gestureit,motionsense,wisdm_phone,wisdm_watch}.ndjson.gz \\
        ../shared/traces/{geotec_phone,geotec_watch,phone_drop,pdkit_pd,tremorwear}.ndjson.gz
    python3 crates/recordings/learn/learn_weights.py target/features > crates/motion/src/model/weights.rs
    rustfmt --edition 2024 crates/motion/src/model/weights.rs

These are the sets whose licence allows constants to be learned from them. numpy and scipy are needed as pinned in
requirements.txt beside this script; the seed is fixed, so with these versions the same recordings give the same file.

    python3 crates/recordings/learn/learn_weights.py target/features --leave-one-out

prints instead how people fare with weights that were learned without them.

Each pattern is a logistic regression over a few features, inside the hard bounds of the table of thresholds, which
this script reads from crates/motion/src/model/thresholds.rs. Each weight may only have the sign that physics gives it.
A session counts by its best windows: in every round the best third of a session's windows are the positive examples,
and the most deceptive windows of other movements the negative ones. The bias is then set by the share of sessions of
daily living that may pass. Waves are also positive examples with a tremor and with the ticks of the phone's motor, as
the example extract_features adds them.
"""

import argparse
import copy
import pathlib
import re

import numpy as np
from scipy.optimize import minimize

# The range to which a feature is clamped, and the sign that its weight may have. A movement gains nothing by a
# frequency under 1 Hz (a logarithm of 0): slower than a wave is not more of a wave, it is mostly eating.
RANGES = {
    "LogSpeed": (-2.5, 0.3, 1), "LogMeanFrequency": (0.0, 1.7, -1), "BandwidthRatio": (1.0, 3.5, -1),
    "MinAutocorrelation": (-1.0, 0.0, -1), "Autocorrelation": (0.0, 1.0, 1), "MagnitudeDeviationMps2": (0.0, 3.0, 1),
    "Kurtosis": (1.0, 4.0, -1), "Circularity": (0.0, 0.8, -1), "MinThirdCircularity": (-0.5, 0.8, 1),
    "QuietestQuarter": (0.2, 1.0, 1), "StrokeDurationVariation": (0.0, 0.6, -1), "StrokePeakVariation": (0.0, 0.6, -1),
    "MeanDrift": (0.0, 0.6, -1), "Linearity": (0.4, 1.0, 1), "Planarity": (0.7, 1.0, 1),
    "LogResidual": (-4.0, -0.5, -1),
}
INFINITY = float("inf")
WAVE_LABELS = ["wave_lr", "wave_ud", "arc_concave", "arc_convex"]
# A tremor alone: nothing of it may pass for a wave.
TREMOR_LABELS = {"tremorwear": ["tremor_posture", "tremor_simulated", "hold_rest"],
                 "pdkit_pd": ["tremor_rest", "tremor_rest_leg", "tremor_posture"]}
HAND_LABELS = [*WAVE_LABELS, "circle", "thrust_fb"]

PATTERNS = {
    "WAVE_SWEEP": {
        "doc": "Sweeps of the arm, straight or in an arc.",
        "weights": """LogSpeed LogMeanFrequency Circularity QuietestQuarter MeanDrift LogResidual Planarity Linearity
                      StrokeDurationVariation Autocorrelation MinAutocorrelation""",
        "for": ["sweeps", "sweeps_augmented"], "against": ["phone", "wrist", "circle"],
        "may_pass": {"phone": 0.004, "wrist": 0.0155, "circle": 0.05, "tremor": 0.0},
    },
    "WAVE_GREETING": {
        "doc": "Waves of two strokes, as one greets.",
        "weights": """LogSpeed LogMeanFrequency Circularity QuietestQuarter MeanDrift Planarity Linearity
                      StrokeDurationVariation Autocorrelation MinAutocorrelation MagnitudeDeviationMps2""",
        "for": ["sweeps", "sweeps_augmented"], "against": ["phone", "wrist", "circle"],
        "may_pass": {"phone": 0.004, "wrist": 0.0145, "circle": 0.05, "tremor": 0.0},
    },
    "WAVE_QUICK": {
        "doc": "Quick and even waves from the wrist.",
        "weights": "LogSpeed BandwidthRatio MeanDrift StrokePeakVariation Linearity",
        "for": ["quick", "shaken_on", "quick_augmented"], "against": ["phone", "wrist", "circle"],
        "may_pass": {"phone": 0.003, "wrist": 0.0045, "tremor": 0.0},
    },
    "SHAKE_STROKES": {
        "doc": "Shaken as one shakes a bottle.",
        "weights": "LogSpeed Linearity Circularity",
        "for": ["shaken"], "against": ["phone", "wrist", "wave_lr", "drive_it", "circle"],
        "may_pass": {"phone": 0.003, "wrist": 0.014, "wave_lr": 0.1},
    },
    "CIRCLE_ROUND": {
        "doc": "A circle in the air.",
        "weights": """LogSpeed MinThirdCircularity Kurtosis QuietestQuarter LogResidual Autocorrelation
                      MinAutocorrelation""",
        "for": ["circle"], "against": ["phone", "wrist", "wave_lr", "wave_ud", "thrust_fb"],
        "may_pass": {"phone": 0.001, "wrist": 0.008, "wave_lr": 0.02, "wave_ud": 0.02, "thrust_fb": 0.02},
    },
}

# The same movement within bounds of its own and with a bias of its own: where a wave is asked for, a sweep is the usual
# answer, and the daily living that may pass is better spent on sweeps than on shakes.
PATTERNS["WAVE_SHAKE"] = {**PATTERNS["SHAKE_STROKES"],
                       "doc": "Short, strong waves, and shakes where a wave is asked for.",
                       "like": "SHAKE_STROKES", "may_pass": {"phone": 0.003, "wrist": 0.0025, "tremor": 0.0}}
# Elder mode may let three times as much pass as the standard row: of a phone carried, and of daily living with all
# patterns of its row together, nearly all of which is the greeting's.
PATTERNS["WAVE_GREETING_ELDER"] = {**PATTERNS["WAVE_GREETING"],
                                   "doc": "The same for elder mode, with three times the daily living that may pass.",
                                   "like": "WAVE_GREETING",
                                   "may_pass": {"phone": 0.012, "wrist": 0.074, "tremor": 0.0}}

THRESHOLDS = pathlib.Path(__file__).parents[2] / "motion/src/model/thresholds.rs"
PATTERN_IN_RUST = r"static {}: Pattern = Pattern {{\s*smoothing: Smoothing::(\w+),\s*bounds: &\[(.*?)\],"


def read_thresholds():
    """Adds to each pattern its smoothing and its bounds, as the table of thresholds has them."""
    table = THRESHOLDS.read_text(encoding="utf-8")
    for name, pattern in PATTERNS.items():
        found = re.search(PATTERN_IN_RUST.format(name), table, re.DOTALL)
        pattern["smoothing"] = found[1]
        pattern["bounds"] = dict(bound(text) for text in re.findall(r"\w+\(.*?\)", found[2]))


def bound(text):
    side, name, *values = re.fullmatch(r"(at_least|at_most|between)\((\w+), ([^,]+)(?:, (.+))?\)", text).groups()
    low, high = float(values[0]), values[1]
    if side == "between":
        return name, (low, float(high))
    return name, (low, INFINITY) if side == "at_least" else (-INFINITY, low)


# For each gesture its patterns, the lengths of window in seconds as in the standard row of the table, and the groups
# of sessions that show it.
GESTURES = {
    "wave": (["WAVE_SWEEP", "WAVE_GREETING", "WAVE_QUICK", "WAVE_SHAKE"], [1.0, 1.5, 2.0, 2.5, 3.0, 4.0],
             ["wave_lr", "arc_concave", "arc_convex"]),
    "shake": (["SHAKE_STROKES"], [1.0, 1.5, 2.0], ["shaken"]),
    "circle": (["CIRCLE_ROUND"], [1.5, 2.0, 3.0], ["circle"]),
}
# The targets, in percent: sessions accepted and those of the worst person; of other movements; of waves with a tremor.
MIN_ACCEPTED = {"wave": (95, 75), "shake": (93, 75), "circle": (95, 80)}
MAX_ACCEPTED = [
    ("circles", "circle", {"wave": 10}),
    ("phone carried", "phone", {"wave": 1, "shake": 0.5, "circle": 0.5}),
    ("wrist, daily living,", "wrist", {"wave": 3, "shake": 3, "circle": 3}),
]
MIN_WITH_TREMOR = 90
FEW_SESSIONS = 20
ROUNDS, SHARE_FOR, MOST_AGAINST, SMOOTHNESS = 4, 0.3, 6, 0.01


class Windows:
    """The features of all windows: one row each, with the session it belongs to."""

    def __init__(self, path):
        names = pathlib.Path(path + ".features").read_text(encoding="utf-8").split()
        rows = np.fromfile(path + ".f32", "<f4").reshape(-1, 2 + 2 * len(names))
        self.session = rows[:, 0].astype(int)
        light, strong = rows[:, 2:2 + len(names)].T, rows[:, 2 + len(names):].T
        columns = {"Light": light.astype(float), "Strong": strong.astype(float)}
        self.smoothed = {smoothing: dict(zip(names, values)) for smoothing, values in columns.items()}
        self.columns = self.smoothed["Light"]
        sessions = [line.rstrip("\n").split("\t") for line in open(path + ".tsv", encoding="utf-8")]
        self.set, self.person, self.label = (np.array(column) for column in list(zip(*sessions))[1:4])
        self.augmented = np.char.find(self.set, "+") >= 0
        plain = {tuple(who[4:]): at for at, who in enumerate(sessions) if not self.augmented[at]}
        self.plain = np.array([plain[tuple(who[4:])] for who in sessions])
        self.groups = self.grouped()
        self.keep(np.any([within(self, pattern) for pattern in PATTERNS.values()], axis=0))

    def keep(self, rows):
        """Drops the windows that no pattern would look at; they only cost time."""
        self.session = self.session[rows]
        self.smoothed = {smoothing: {name: values[rows] for name, values in columns.items()}
                         for smoothing, columns in self.smoothed.items()}
        self.columns = self.smoothed["Light"]

    def median(self, name):
        """Of each session, over its windows of two seconds."""
        chosen = np.flatnonzero(self.columns["DurationS"] == 2.0)
        order = chosen[np.argsort(self.session[chosen], kind="stable")]
        result = np.zeros(len(self.set))
        for part in np.split(order, np.flatnonzero(np.diff(self.session[order])) + 1):
            if len(part):
                result[self.session[part[0]]] = np.median(self.columns[name][part])
        return result

    def grouped(self):
        moving = self.median("RmsMps2") > 0.5
        hand = (self.set == "handwaving") & moving
        waves = hand & np.isin(self.label, WAVE_LABELS)
        quick = self.median("MeanFrequencyHz") > 2.5
        idle = (self.set == "gestureit") & (self.label == "idle_hold") & (self.median("RmsMps2") < 3.0)
        carried = np.isin(self.set, ["motionsense", "wisdm_phone", "geotec_phone", "phone_drop"])
        tremor = [(self.set == name) & np.isin(self.label, labels) for name, labels in TREMOR_LABELS.items()]
        groups = {label: hand & (self.label == label) for label in HAND_LABELS}
        shaken_on = (self.set == "gestureit") & (self.label == "shake")
        shaken = shaken_on | (self.set == "uhh") & np.isin(self.label, ["shake_lr", "shake_ud"])
        return groups | {
            "sweeps": waves & ~quick, "quick": waves & quick, "shaken_on": shaken_on, "shaken": shaken,
            "sweeps_augmented": self.again(waves & ~quick), "quick_augmented": self.again(waves & quick),
            "drive_it": (self.set == "gestureit") & (self.label == "drive_it"),
            "phone": carried | idle, "wrist": np.isin(self.set, ["wisdm_watch", "geotec_watch"]),
            "tremor": np.any(tremor, axis=0),
        }

    def again(self, sessions):
        """The same sessions, augmented."""
        return self.augmented & sessions[self.plain]

    def of(self, names):
        return np.any([self.groups[name] for name in names], axis=0)

    def without(self, sessions):
        rest = copy.copy(self)
        rest.groups = {name: group & ~sessions for name, group in self.groups.items()}
        return rest


def within(data, pattern):
    inside = np.ones(len(data.session), bool)
    for name, (low, high) in pattern["bounds"].items():
        values = data.smoothed[pattern["smoothing"]][name]
        inside &= (values >= low) & (values <= high)
    return inside


def clipped(data, pattern, names):
    return np.stack([np.clip(data.smoothed[pattern["smoothing"]][name], *RANGES[name][:2]) for name in names], axis=1)


def best(session, scores, rows, most):
    """The rows with the highest scores of each session: a share of them, or a number."""
    order = rows[np.lexsort((-scores[rows], session[rows]))]
    starts = np.r_[0, np.flatnonzero(np.diff(session[order])) + 1]
    counts = np.diff(np.r_[starts, len(order)])
    rank = np.arange(len(order)) - np.repeat(starts, counts)
    limit = np.maximum(1, np.ceil(np.repeat(counts, counts) * most)) if most < 1 else most
    return order[rank < limit]


def regress(values, truth, importance, signs, start):
    def cost(weights):
        margin = truth * (values @ weights[:-1] + weights[-1])
        slope = -importance * truth / (1 + np.exp(margin))
        loss = (importance * np.logaddexp(0, -margin)).sum() + SMOOTHNESS * (weights[:-1] ** 2).sum() / 2
        return loss, np.r_[values.T @ slope + SMOOTHNESS * weights[:-1], slope.sum()]

    limits = [(0, None) if sign > 0 else (None, 0) for sign in signs] + [(None, None)]
    return minimize(cost, start, jac=True, method="L-BFGS-B", bounds=limits).x


def learn(data, pattern):
    names = pattern["weights"].split()
    values = clipped(data, pattern, names)
    inside = within(data, pattern)
    rows_for = np.flatnonzero(inside & data.of(pattern["for"])[data.session])
    rows_against = np.flatnonzero(inside & data.of(pattern["against"])[data.session])
    both = np.r_[rows_for, rows_against]
    middle, spread = values[both].mean(axis=0), values[both].std(axis=0) + 1e-6
    chance = np.random.default_rng(0)
    examples, traps = rows_for, chance.choice(rows_against, min(len(rows_against), 30000), replace=False)
    weights = np.zeros(len(names) + 1)
    scores = np.zeros(len(values))
    for _ in range(ROUNDS):
        whose = np.char.add(data.person[data.session[examples]], data.label[data.session[examples]])
        _, which, count = np.unique(whose, return_inverse=True, return_counts=True)
        equal = 1 / count[which] / len(count)
        importance = np.r_[equal, np.full(len(traps), 1 / len(traps))]
        truth = np.r_[np.ones(len(examples)), -np.ones(len(traps))]
        chosen = (values[np.r_[examples, traps]] - middle) / spread
        weights = regress(chosen, truth, importance, [RANGES[name][2] for name in names], weights)
        scores[both] = (values[both] - middle) / spread @ weights[:-1] + weights[-1]
        examples = best(data.session, scores, rows_for, SHARE_FOR)
        some = chance.choice(rows_against, min(len(rows_against), 10000), replace=False)
        traps = np.unique(np.r_[best(data.session, scores, rows_against, MOST_AGAINST), some])
    weights = weights[:-1] / spread
    return names, weights, bias_for(data, pattern, np.where(inside, values @ weights, -INFINITY))


def bias_for(data, pattern, scores):
    """The bias with which no more of each group pass than may."""
    highest = np.full(len(data.set), -INFINITY)
    np.maximum.at(highest, data.session, scores)
    ranked = {name: np.sort(highest[data.groups[name]])[::-1] for name in pattern["may_pass"]}
    return -max(values[int(pattern["may_pass"][name] * len(values))] for name, values in ranked.items()) - 0.01


def rust(name, pattern, names, weights, bias):
    head = f"/// {pattern['doc']}\npub(crate) const {name}: LinearModel = LinearModel {{"
    if "like" in pattern:
        return f"{head} bias: {bias:.2f}, ..{pattern['like']} }};\n"
    rows = [f"        weight({of}, {RANGES[of][0]!r}, {RANGES[of][1]!r}, {value:.2f}),"
            for of, value in zip(names, weights)]
    return "\n".join([head, f"    bias: {bias:.2f},", "    weights: &["] + rows + ["    ],", "};", ""])


def learn_all(data):
    learned = {}
    for name, pattern in PATTERNS.items():
        learned[name] = learn_bias(data, pattern, learned) if "like" in pattern else learn(data, pattern)
    return learned


def learn_bias(data, pattern, learned):
    """The weights of the pattern that this one is like, and a bias of its own."""
    names, weights, _ = learned[pattern["like"]]
    scores = clipped(data, pattern, names) @ weights
    return names, weights, bias_for(data, pattern, np.where(within(data, pattern), scores, -INFINITY))


def print_rust(learned):
    used = sorted({name for pattern in PATTERNS.values() for name in pattern["weights"].split()})
    print("//! The weights of the classifier, learned from recordings of people; their bounds stand in `thresholds`.\n"
          "//!\n"
          "//! Written by `crates/recordings/learn/learn_weights.py`, which explains how; not to be edited.\n")
    print(f"use crate::features::feature::Feature::{{{', '.join(used)}}};\n"
          "use crate::model::linear_model::{LinearModel, weight};\n")
    print("\n".join(rust(name, PATTERNS[name], *learned[name]) for name in PATTERNS))


def accepted(data, learned):
    """For each gesture the sessions in which a window passes, with the weights rounded as the recogniser has them."""
    passes = {name: passing(data, PATTERNS[name], *learned[name]) for name in PATTERNS}
    result = {}
    for gesture, (patterns, lengths, _) in GESTURES.items():
        rows = np.any([passes[name] for name in patterns], axis=0) & np.isin(data.columns["DurationS"], lengths)
        result[gesture] = np.isin(np.arange(len(data.set)), data.session[rows])
    return result


def passing(data, pattern, names, weights, bias):
    return within(data, pattern) & (clipped(data, pattern, names) @ np.round(weights, 2) + np.round(bias, 2) >= 0)


def accepted_left_out(data, others_in):
    """The same, each session judged by weights and bias that were learned without the people of its fold."""
    result = {gesture: np.zeros(len(data.set), bool) for gesture in GESTURES}
    for fold in folds(data, others_in):
        for gesture, sessions in accepted(data, learn_all(data.without(fold))).items():
            result[gesture] |= sessions & fold
    return result


def folds(data, others_in):
    """Each person who shows gestures is a fold; the others make `others_in` folds. Some wear a watch in one set and
    carry a phone in another."""
    people = np.char.replace(np.char.replace(data.person, "_phone:", ":"), "_watch:", ":")
    showing = np.unique(people[np.isin(data.set, ["handwaving", "uhh", "gestureit"])])
    others = np.setdiff1d(people, showing)
    np.random.default_rng(0).shuffle(others)
    return [np.isin(people, some) for some in [*showing, *np.array_split(others, others_in)]]


def share(chosen, of):
    count, total = int((chosen & of).sum()), int(of.sum())
    low, high = wilson(count, total)
    return f"{100 * count / total:.1f} % ({count}/{total}; {100 * low:.1f} to {100 * high:.1f})"


def wilson(count, total, z=1.96):
    """The interval that holds the true share 95 times in a hundred."""
    middle = (count + z * z / 2) / (total + z * z)
    reach = z / (total + z * z) * np.sqrt(count * (total - count) / total + z * z / 4)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def worst_person(data, chosen, of):
    """Who has the least share, of those with enough sessions; all others count together as one."""
    people, count = np.unique(data.person[of], return_counts=True)
    few = people[count < FEW_SESSIONS]
    groups = {person: data.person == person for person in people[count >= FEW_SESSIONS]}
    if len(few):
        groups[f"{len(few)} people together"] = np.isin(data.person, few)
    name = min(groups, key=lambda name: chosen[of & groups[name]].mean())
    sessions = of & groups[name]
    return f"{100 * chosen[sessions].mean():.1f} % ({chosen[sessions].sum()}/{sessions.sum()}), {name}"


def print_leave_one_out(data, others_in):
    ways = {"all learned from": accepted(data, learn_all(data)), "left out": accepted_left_out(data, others_in)}
    print_table([["people left out", "bar", *ways, "met, left out?"], *targets(data, ways)])
    columns = [f"{gesture}, {way}" for gesture in GESTURES for way in ways]
    print_table([["augmented", *columns], *augmented_rows(data, ways)])


def targets(data, ways):
    """Each thing to be reached, what was reached in either way, and whether it was with people left out."""
    for gesture, (least, worst) in MIN_ACCEPTED.items():
        of = data.of(GESTURES[gesture][2])
        shares = [share(chosen[gesture], of) for chosen in ways.values()]
        people = [worst_person(data, chosen[gesture], of) for chosen in ways.values()]
        yield [f"{gesture}: accepted", f"at least {least} %", *shares, met(percent(shares[-1]) >= least)]
        yield [f"{gesture}: the worst person", f"at least {worst} %", *people, met(percent(people[-1]) >= worst)]
    for what, group, most in MAX_ACCEPTED:
        for gesture, limit in most.items():
            shares = [share(chosen[gesture], data.groups[group]) for chosen in ways.values()]
            yield [f"{what} as {gesture}", f"at most {limit} %", *shares, met(percent(shares[-1]) <= limit)]
    for what, *shares in augmented_rows(data, ways):
        if what.startswith("tremor"):
            is_met = met(percent(shares[1]) >= MIN_WITH_TREMOR)
            yield [f"wave, {what}", f"at least {MIN_WITH_TREMOR} %", *shares[:2], is_met]


def percent(shown):
    """Exactly, from the counts in brackets."""
    count, total = shown.split("(")[1].split(")")[0].split(";")[0].split("/")
    return 100 * int(count) / int(total)


def met(holds):
    return "yes" if holds else "**no**"


def augmented_rows(data, ways):
    for what in np.unique(np.char.rpartition(data.set[data.augmented], "+")[:, 2]):
        such = np.char.endswith(data.set, "+" + what)
        shares = [share(chosen[gesture], such & data.again(data.of(GESTURES[gesture][2])))
                  for gesture in GESTURES for chosen in ways.values()]
        yield [str(what), *shares]


def print_table(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    rows.insert(1, ["-" * width for width in widths])
    for cells in rows:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |")
    print()


def main():
    arguments = argparse.ArgumentParser(description="Learns the recogniser's weights from recordings of people.")
    arguments.add_argument("features", help="the path that the example extract_features wrote to, without its endings")
    arguments.add_argument("--leave-one-out", action="store_true",
                           help="judge people with weights learned without them")
    arguments.add_argument("--folds", type=int, default=10, choices=range(2, 21), metavar="2..20",
                           help="into how many folds those who show no gesture are divided")
    arguments = arguments.parse_args()
    read_thresholds()
    data = Windows(arguments.features)
    if arguments.leave_one_out:
        print_leave_one_out(data, arguments.folds)
    else:
        print_rust(learn_all(data))


main()
