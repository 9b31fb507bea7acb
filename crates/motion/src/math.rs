//! Scalars and vectors; the only module that imports `libm`.

/// A vector in the phone's axes.
pub(crate) type Vector = [f64; 3];

pub(crate) const TAU: f64 = core::f64::consts::TAU;

pub(crate) fn sqrt(value: f64) -> f64 {
    libm::sqrt(value)
}

pub(crate) fn round(value: f64) -> f64 {
    libm::round(value)
}

pub(crate) fn acos_deg(cosine: f64) -> f64 {
    libm::acos(cosine.clamp(-1.0, 1.0)) * 360.0 / TAU
}

/// The natural logarithm; values under a millionth count as a millionth.
pub(crate) fn ln(value: f64) -> f64 {
    libm::log(f64::max(value, 1e-6))
}

pub(crate) fn exp(value: f64) -> f64 {
    libm::exp(value)
}

pub(crate) fn abs(value: f64) -> f64 {
    libm::fabs(value)
}

/// Like [`f64::clamp`], whose panic message would add the formatting of floats, seven kilobytes, to the wasm.
pub(crate) fn within(value: f64, low: f64, high: f64) -> f64 {
    if value < low {
        low
    } else if value > high {
        high
    } else {
        value
    }
}

pub(crate) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(crate) fn add(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(crate) fn sub(a: Vector, b: Vector) -> Vector {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn scale(a: Vector, by: f64) -> Vector {
    [a[0] * by, a[1] * by, a[2] * by]
}

pub(crate) fn length(a: Vector) -> f64 {
    sqrt(dot(a, a))
}

/// `a / b`, or 0 where `b` is too small to divide by.
pub(crate) fn ratio(a: f64, b: f64) -> f64 {
    if b > 1e-9 { a / b } else { 0.0 }
}

/// The direction of `a`; the x axis where it has none.
pub(crate) fn unit(a: Vector) -> Vector {
    let size = length(a);
    if size > 1e-9 { scale(a, 1.0 / size) } else { [1.0, 0.0, 0.0] }
}
