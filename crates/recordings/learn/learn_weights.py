"""Learns the weights of crates/motion/src/model/weights.rs from recordings of people.

    cargo run --release -p passwave-recordings --example extract_features -- target/seen \
        ../shared/traces/{handwaving,uhh,gestureit,motionsense,wisdm_phone,wisdm_watch,geotec_phone,geotec_watch,phone_drop}.ndjson.gz
    python3 crates/recordings/learn/learn_weights.py target/seen > crates/motion/src/model/weights.rs
    rustfmt --edition 2024 crates/motion/src/model/weights.rs

Only sets whose licence allows constants to be learned from them. Needs numpy and scipy as pinned in requirements.txt beside this
script; the seed is fixed, so with these versions the same recordings give the same file.

    python3 crates/recordings/learn/learn_weights.py target/seen --leave-one-out

prints instead how people fare with weights that were learned without them.

Each kind of movement is a logistic regression over a few physical quantities, inside hard bounds. Each
weight may only have the sign that physics gives it. A session counts by its best windows: in every round the
best third of a session's windows are the examples for it, and the most deceptive ones those against it.
The bias is then set by how many sessions of daily living may pass. Waves count among the examples also as a
trembling hand would have made them and with the ticks of the phone's motor, as the example extract_features disturbed them.
"""

import argparse
import copy

import numpy as np
from scipy.optimize import minimize

NAMES = """Duration Rms LogSpeed MeanFrequency LogMeanFrequency JerkFrequency BandwidthRatio Autocorrelation MinAutocorrelation HarmonicShare Kurtosis Circularity MinThirdCircularity
Linearity Planarity QuietestQuarter MeanDrift LogResidual CompleteStrokes AllStrokes StrokeDuration StrokeDurationVariation StrokePeakVariation MagnitudeDeviation MaxTilt FinalTilt MaxRotation
FinalRotation""".split()

# What a weight may look at: between which values, and which sign it may have. A movement gains nothing by a rate under 1 Hz (a
# logarithm of 0): slower than a wave is not more of a wave, it is mostly eating.
RANGES = {
    "LogSpeed": (-2.5, 0.3, 1), "LogMeanFrequency": (0.0, 1.7, -1), "BandwidthRatio": (1.0, 3.5, -1), "MinAutocorrelation": (-1.0, 0.0, -1),
    "Autocorrelation": (0.0, 1.0, 1), "HarmonicShare": (0.2, 1.0, 1), "Kurtosis": (1.0, 4.0, -1), "Circularity": (0.0, 0.8, -1),
    "MinThirdCircularity": (-0.5, 0.8, 1), "QuietestQuarter": (0.2, 1.0, 1), "StrokeDurationVariation": (0.0, 0.6, -1),
    "StrokePeakVariation": (0.0, 0.6, -1), "MeanDrift": (0.0, 0.6, -1), "Linearity": (0.4, 1.0, 1), "Planarity": (0.7, 1.0, 1),
    "LogResidual": (-4.0, -0.5, -1),
}
INFINITY = float("inf")
WAVE_LABELS = ["wave_lr", "wave_ud", "arc_concave", "arc_convex"]
HAND_LABELS = [*WAVE_LABELS, "circle", "thrust_fb"]

KINDS = {
    "WAVE_SWEEP": {
        "look": "Strong",
        "says": "Sweeps of the arm, straight or in an arc.",
        "bounds": {"Duration": (1.5, INFINITY), "LogSpeed": (-1.9, INFINITY), "Circularity": (-INFINITY, 0.45),
                   "CompleteStrokes": (3, INFINITY), "Autocorrelation": (0.3, INFINITY)},
        "weights": "LogSpeed LogMeanFrequency Circularity QuietestQuarter MeanDrift LogResidual Planarity Linearity StrokeDurationVariation Autocorrelation MinAutocorrelation HarmonicShare",
        "for": ["sweeps", "sweeps_disturbed"], "against": ["phone", "wrist", "circle"],
        "may_pass": {"phone": 0.004, "wrist": 0.0166, "circle": 0.05},
    },
    "WAVE_QUICK": {
        "look": "Light",
        "says": "Quick and even waves from the wrist.",
        "bounds": {"Duration": (1.5, INFINITY), "Rms": (3.0, INFINITY), "LogSpeed": (-2.12, INFINITY),
                   "MeanFrequency": (2.0, INFINITY), "BandwidthRatio": (-INFINITY, 2.0), "CompleteStrokes": (4, INFINITY),
                   "Autocorrelation": (0.4, INFINITY)},
        "weights": "LogSpeed BandwidthRatio MeanDrift StrokePeakVariation Linearity MinAutocorrelation",
        "for": ["quick", "shaken_on", "quick_disturbed"], "against": ["phone", "wrist", "circle"],
        "may_pass": {"phone": 0.003, "wrist": 0.0045},
    },
    "SHAKE_STROKES": {
        "look": "Light",
        "says": "Shaken as one shakes a bottle.",
        "bounds": {"Rms": (5.5, INFINITY), "LogSpeed": (-1.02, INFINITY), "MeanFrequency": (2.1, INFINITY),
                   "JerkFrequency": (-INFINITY, 5.6), "BandwidthRatio": (-INFINITY, 2.0), "Circularity": (-INFINITY, 0.42),
                   "CompleteStrokes": (3, INFINITY), "StrokePeakVariation": (-INFINITY, 0.35), "Linearity": (0.72, INFINITY),
                   "MinAutocorrelation": (-INFINITY, -0.45)},
        "weights": "LogSpeed Linearity Circularity",
        "for": ["shaken"], "against": ["phone", "wrist", "wave_lr", "drive_it", "circle"],
        "may_pass": {"phone": 0.003, "wrist": 0.012, "wave_lr": 0.08},
    },
    "CIRCLE_ROUND": {
        "look": "Light",
        "says": "A circle in the air.",
        "bounds": {"Duration": (1.5, INFINITY), "Circularity": (0.3, INFINITY), "Rms": (1.5, INFINITY),
                   "MinThirdCircularity": (0.0, INFINITY), "LogSpeed": (-1.39, INFINITY), "MagnitudeDeviation": (0.1, INFINITY)},
        "weights": "LogSpeed MinThirdCircularity Kurtosis QuietestQuarter LogResidual Autocorrelation MinAutocorrelation",
        "for": ["circle"], "against": ["phone", "wrist", "wave_lr", "wave_ud", "thrust_fb"],
        "may_pass": {"phone": 0.001, "wrist": 0.008, "wave_lr": 0.02, "wave_ud": 0.02, "thrust_fb": 0.02},
    },
}

# The same movement with a bias of its own: where a wave is asked, a sweep is the usual answer, and what a shake lets pass of daily
# living is better spent on sweeps.
KINDS["WAVE_SHAKE"] = {**KINDS["SHAKE_STROKES"], "says": "The same where a wave is asked: a shake passes for one, but must be a clear one.",
                      "like": "SHAKE_STROKES", "may_pass": {"phone": 0.003, "wrist": 0.0035}}

# Which kinds are a gesture, in windows of how many seconds: the standard rows of crates/motion/src/model/thresholds.rs. And who shows it.
GESTURES = {
    "wave": (["WAVE_SWEEP", "WAVE_QUICK", "WAVE_SHAKE"], [1.0, 1.5, 2.0, 3.0, 4.0], ["wave_lr", "arc_concave", "arc_convex"]),
    "shake": (["SHAKE_STROKES"], [1.0, 1.5, 2.0], ["shaken"]),
    "circle": (["CIRCLE_ROUND"], [1.5, 2.0, 3.0], ["circle"]),
}
# What must be reached, in percent: sessions accepted and those of the worst person; of other movements; of waves with a tremor.
LEAST = {"wave": (95, 75), "shake": (93, 75), "circle": (95, 80)}
MOST = [("circles", "circle", {"wave": 10}), ("phone carried", "phone", {"wave": 1, "shake": 0.5, "circle": 0.5}),
        ("wrist, daily living,", "wrist", {"wave": 3, "shake": 3, "circle": 3})]
LEAST_TREMBLING = 90
FEW_SESSIONS = 20
ROUNDS, SHARE_FOR, MOST_AGAINST, SMOOTHNESS = 4, 0.3, 6, 0.01


class Seen:
    """The windows: one row each, with the session it belongs to."""

    def __init__(self, path):
        rows = np.fromfile(path + ".f32", "<f4").reshape(-1, 2 + 2 * len(NAMES))
        self.session = rows[:, 0].astype(int)
        brisk, calm = rows[:, 2:2 + len(NAMES)].T, rows[:, 2 + len(NAMES):].T
        self.looks = {"Light": dict(zip(NAMES, brisk.astype(float))), "Strong": dict(zip(NAMES, calm.astype(float)))}
        self.columns = self.looks["Light"]
        sessions = [line.rstrip("\n").split("\t") for line in open(path + ".tsv", encoding="utf-8")]
        self.set, self.person, self.label = (np.array(column) for column in list(zip(*sessions))[1:4])
        self.disturbed = np.char.find(self.set, "+") >= 0
        plain = {tuple(who[4:]): at for at, who in enumerate(sessions) if not self.disturbed[at]}
        self.plain = np.array([plain[tuple(who[4:])] for who in sessions])
        self.groups = self.grouped()
        self.forget(~np.any([within(self, kind) for kind in KINDS.values()], axis=0))

    def forget(self, windows):
        """Windows that no kind would look at only cost time."""
        self.session = self.session[~windows]
        self.looks = {look: {name: values[~windows] for name, values in columns.items()} for look, columns in self.looks.items()}
        self.columns = self.looks["Light"]

    def median(self, name):
        """Of each session, over its windows of two seconds."""
        chosen = np.flatnonzero(self.columns["Duration"] == 2.0)
        order = chosen[np.argsort(self.session[chosen], kind="stable")]
        result = np.zeros(len(self.set))
        for part in np.split(order, np.flatnonzero(np.diff(self.session[order])) + 1):
            if len(part):
                result[self.session[part[0]]] = np.median(self.columns[name][part])
        return result

    def grouped(self):
        moving = self.median("Rms") > 0.5
        hand = (self.set == "handwaving") & moving
        waves = hand & np.isin(self.label, WAVE_LABELS)
        quick = self.median("MeanFrequency") > 2.5
        idle = (self.set == "gestureit") & (self.label == "idle_hold") & (self.median("Rms") < 3.0)
        carried = np.isin(self.set, ["motionsense", "wisdm_phone", "geotec_phone", "phone_drop"])
        groups = {label: hand & (self.label == label) for label in HAND_LABELS}
        shaken_on = (self.set == "gestureit") & (self.label == "shake")
        shaken = shaken_on | (self.set == "uhh") & np.isin(self.label, ["shake_lr", "shake_ud"])
        return groups | {
            "sweeps": waves & ~quick, "quick": waves & quick, "shaken_on": shaken_on, "shaken": shaken,
            "sweeps_disturbed": self.again(waves & ~quick), "quick_disturbed": self.again(waves & quick),
            "drive_it": (self.set == "gestureit") & (self.label == "drive_it"),
            "phone": carried | idle, "wrist": np.isin(self.set, ["wisdm_watch", "geotec_watch"]),
        }

    def again(self, sessions):
        """The same sessions, disturbed."""
        return self.disturbed & sessions[self.plain]

    def of(self, names):
        return np.any([self.groups[name] for name in names], axis=0)

    def without(self, sessions):
        rest = copy.copy(self)
        rest.groups = {name: group & ~sessions for name, group in self.groups.items()}
        return rest


def within(seen, kind):
    inside = np.ones(len(seen.session), bool)
    for name, (low, high) in kind["bounds"].items():
        values = seen.looks[kind["look"]][name]
        inside &= (values >= low) & (values <= high)
    return inside


def clipped(seen, kind, names):
    return np.stack([np.clip(seen.looks[kind["look"]][name], *RANGES[name][:2]) for name in names], axis=1)


def best(session, scores, rows, most):
    """Of each session the rows with the highest scores: a share of them, or a number."""
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


def learn(seen, kind):
    names = kind["weights"].split()
    values = clipped(seen, kind, names)
    inside = within(seen, kind)
    rows_for = np.flatnonzero(inside & seen.of(kind["for"])[seen.session])
    rows_against = np.flatnonzero(inside & seen.of(kind["against"])[seen.session])
    both = np.r_[rows_for, rows_against]
    middle, spread = values[both].mean(axis=0), values[both].std(axis=0) + 1e-6
    chance = np.random.default_rng(0)
    examples, traps = rows_for, chance.choice(rows_against, min(len(rows_against), 30000), replace=False)
    weights = np.zeros(len(names) + 1)
    scores = np.zeros(len(values))
    for _ in range(ROUNDS):
        whose = np.char.add(seen.person[seen.session[examples]], seen.label[seen.session[examples]])
        _, which, count = np.unique(whose, return_inverse=True, return_counts=True)
        equal = 1 / count[which] / len(count)
        importance = np.r_[equal, np.full(len(traps), 1 / len(traps))]
        truth = np.r_[np.ones(len(examples)), -np.ones(len(traps))]
        chosen = (values[np.r_[examples, traps]] - middle) / spread
        weights = regress(chosen, truth, importance, [RANGES[name][2] for name in names], weights)
        scores[both] = (values[both] - middle) / spread @ weights[:-1] + weights[-1]
        examples = best(seen.session, scores, rows_for, SHARE_FOR)
        some = chance.choice(rows_against, min(len(rows_against), 10000), replace=False)
        traps = np.unique(np.r_[best(seen.session, scores, rows_against, MOST_AGAINST), some])
    weights = weights[:-1] / spread
    return names, weights, -bar(seen, kind, np.where(inside, values @ weights, -INFINITY))


def bar(seen, kind, scores):
    """The least sum that lets no more of each group pass than may."""
    highest = np.full(len(seen.set), -INFINITY)
    np.maximum.at(highest, seen.session, scores)
    ranked = {name: np.sort(highest[seen.groups[name]])[::-1] for name in kind["may_pass"]}
    return max(values[int(kind["may_pass"][name] * len(values))] for name, values in ranked.items()) + 0.01


def rust(name, kind, names, weights, bias):
    if "like" in kind:
        return f"/// {kind['says']}\npub(crate) static {name}: Kind = Kind {{ bias: {bias:.2f}, ..{kind['like']} }};\n"
    bounds = [bound(*item) for item in kind["bounds"].items()]
    rows = [f"        weight({of}, {RANGES[of][0]!r}, {RANGES[of][1]!r}, {value:.2f}),"
            for of, value in zip(names, weights)]
    return "\n".join([f"/// {kind['says']}", f"pub(crate) static {name}: Kind = Kind {{",
                      f"    look: Look::{kind['look']},", "    bounds: &["] + bounds
                     + ["    ],", f"    bias: {bias:.2f},", "    weights: &["] + rows + ["    ],", "};", ""])


def bound(name, limits):
    low, high = limits
    return f"        least({name}, {float(low)!r})," if high == INFINITY else f"        most({name}, {float(high)!r}),"


def learn_all(seen):
    return {name: learn(seen, kind) for name, kind in KINDS.items()}


def print_rust(learned):
    used = sorted({name for kind in KINDS.values() for name in [*kind["bounds"], *kind["weights"].split()]})
    print("//! The kinds of movement whose weights are learned from recordings of people.\n//!\n"
          "//! Written by `crates/recordings/learn/learn_weights.py`, which says how; not to be edited.\n")
    print(f"use crate::features::Feature::{{{', '.join(used)}}};\nuse crate::signal::Look;\n"
          "use crate::table::{Kind, least, most, weight};\n")
    print("\n".join(rust(name, KINDS[name], *learned[name]) for name in KINDS))


def accepted(seen, learned):
    """For each gesture the sessions in which a window passes, with the weights as rounded as the recogniser has them."""
    passes = {name: passing(seen, KINDS[name], *learned[name]) for name in KINDS}
    result = {}
    for gesture, (kinds, lengths, _) in GESTURES.items():
        windows = np.any([passes[name] for name in kinds], axis=0) & np.isin(seen.columns["Duration"], lengths)
        result[gesture] = np.isin(np.arange(len(seen.set)), seen.session[windows])
    return result


def passing(seen, kind, names, weights, bias):
    return within(seen, kind) & (clipped(seen, kind, names) @ np.round(weights, 2) + np.round(bias, 2) >= 0)


def accepted_left_out(seen, others_in):
    """The same, each session judged by weights and bias that were learned without the people of its fold."""
    result = {gesture: np.zeros(len(seen.set), bool) for gesture in GESTURES}
    for fold in folds(seen, others_in):
        for gesture, sessions in accepted(seen, learn_all(seen.without(fold))).items():
            result[gesture] |= sessions & fold
    return result


def folds(seen, others_in):
    """Whoever shows gestures is a fold alone; the others make so many. Some wear a watch in one set and carry a phone in another."""
    people = np.char.replace(np.char.replace(seen.person, "_phone:", ":"), "_watch:", ":")
    showing = np.unique(people[np.isin(seen.set, ["handwaving", "uhh", "gestureit"])])
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


def worst_person(seen, chosen, of):
    """Who has the least share, of those with enough sessions; all others count together as one."""
    people, count = np.unique(seen.person[of], return_counts=True)
    few = people[count < FEW_SESSIONS]
    groups = {person: seen.person == person for person in people[count >= FEW_SESSIONS]}
    if len(few):
        groups[f"{len(few)} people together"] = np.isin(seen.person, few)
    name = min(groups, key=lambda name: chosen[of & groups[name]].mean())
    sessions = of & groups[name]
    return f"{100 * chosen[sessions].mean():.1f} % ({chosen[sessions].sum()}/{sessions.sum()}), {name}"


def print_leave_one_out(seen, others_in):
    ways = {"all learned from": accepted(seen, learn_all(seen)), "left out": accepted_left_out(seen, others_in)}
    print_table([["people left out", "bar", *ways, "met, left out?"], *bars(seen, ways)])
    print_table([["disturbed", *(f"{gesture}, {way}" for gesture in GESTURES for way in ways)], *disturbed_rows(seen, ways)])


def bars(seen, ways):
    """Each thing to be reached, what was reached in either way, and whether it was with people left out."""
    for gesture, (least, worst) in LEAST.items():
        of = seen.of(GESTURES[gesture][2])
        shares = [share(chosen[gesture], of) for chosen in ways.values()]
        people = [worst_person(seen, chosen[gesture], of) for chosen in ways.values()]
        yield [f"{gesture}: accepted", f"at least {least} %", *shares, met(percent(shares[-1]) >= least)]
        yield [f"{gesture}: the worst person", f"at least {worst} %", *people, met(percent(people[-1]) >= worst)]
    for what, group, most in MOST:
        for gesture, limit in most.items():
            shares = [share(chosen[gesture], seen.groups[group]) for chosen in ways.values()]
            yield [f"{what} as {gesture}", f"at most {limit} %", *shares, met(percent(shares[-1]) <= limit)]
    for what, *shares in disturbed_rows(seen, ways):
        if what.startswith("tremor"):
            yield [f"wave, {what}", f"at least {LEAST_TREMBLING} %", *shares[:2], met(percent(shares[1]) >= LEAST_TREMBLING)]


def percent(shown):
    """Exactly, from the counts in brackets."""
    count, total = shown.split("(")[1].split(")")[0].split(";")[0].split("/")
    return 100 * int(count) / int(total)


def met(holds):
    return "yes" if holds else "**no**"


def disturbed_rows(seen, ways):
    for what in np.unique(np.char.rpartition(seen.set[seen.disturbed], "+")[:, 2]):
        such = np.char.endswith(seen.set, "+" + what)
        shares = [share(chosen[gesture], such & seen.again(seen.of(GESTURES[gesture][2])))
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
    arguments.add_argument("seen", help="what the example extract_features wrote, without its endings")
    arguments.add_argument("--leave-one-out", action="store_true", help="judge people with weights learned without them")
    arguments.add_argument("--folds", type=int, default=10, choices=range(2, 21), metavar="2..20",
                           help="of those who show no gestures, so many groups are left out in turn")
    arguments = arguments.parse_args()
    seen = Seen(arguments.seen)
    if arguments.leave_one_out:
        print_leave_one_out(seen, arguments.folds)
    else:
        print_rust(learn_all(seen))


main()
