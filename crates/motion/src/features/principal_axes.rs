//! Principal component analysis of a movement.

use crate::math::{Vector, abs, add, ratio, scale, sqrt, sub, unit};

/// The first principal axis of a movement, and how the energy is spread over the axes.
pub(crate) struct PrincipalAxes {
    /// A unit vector along the first axis; its sign is arbitrary.
    pub(crate) direction: Vector,
    /// The share of the energy along the first axis.
    pub(crate) linearity: f64,
    /// The share of the energy in the plane of the first two axes.
    pub(crate) planarity: f64,
}

type Matrix = [[f64; 3]; 3];

impl PrincipalAxes {
    pub(crate) fn of(motion: &[Vector]) -> Self {
        let (values, vectors) = eigen(covariance(motion));
        let most = if values[0] >= values[1] && values[0] >= values[2] {
            0
        } else if values[1] >= values[2] {
            1
        } else {
            2
        };
        let total = values.iter().sum();
        Self {
            direction: unit([vectors[0][most], vectors[1][most], vectors[2][most]]),
            linearity: ratio(values[most], total),
            planarity: 1.0 - ratio(values.iter().copied().fold(f64::MAX, f64::min), total),
        }
    }
}

fn covariance(motion: &[Vector]) -> Matrix {
    let mut sums = [[0.0; 3]; 3];
    for value in motion {
        for row in 0..3 {
            for column in row..3 {
                sums[row][column] += value[row] * value[column];
            }
        }
    }
    let [[xx, xy, xz], [_, yy, yz], [_, _, zz]] = sums;
    [[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]]
}

/// Eigenvalues and eigenvectors (in columns) of a symmetric matrix, by the Jacobi eigenvalue algorithm.
fn eigen(mut matrix: Matrix) -> (Vector, Matrix) {
    let mut vectors = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    // Convergence is quadratic: after six sweeps nothing is left off the diagonal in 64 bits.
    for _ in 0..6 {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            rotate(&mut matrix, &mut vectors, p, q);
        }
    }
    ([matrix[0][0], matrix[1][1], matrix[2][2]], vectors)
}

fn rotate(matrix: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    if abs(matrix[p][q]) < 1e-12 {
        return;
    }
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    let size = 1.0 / (abs(theta) + sqrt(theta * theta + 1.0));
    let tangent = if theta < 0.0 { -size } else { size };
    let cosine = 1.0 / sqrt(tangent * tangent + 1.0);
    let sine = tangent * cosine;
    for row in matrix.iter_mut() {
        (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
    }
    let (above, below) = (matrix[p], matrix[q]);
    matrix[p] = sub(scale(above, cosine), scale(below, sine));
    matrix[q] = add(scale(above, sine), scale(below, cosine));
    for row in vectors.iter_mut() {
        (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
    }
}
