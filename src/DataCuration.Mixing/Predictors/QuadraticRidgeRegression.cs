namespace DataCuration.Mixing;

/// <summary>
/// Ridge regression on the weights and on all their products of two. It is exact for scores that are a quadratic function of the weights, and needs fewer
/// measured mixtures than trees for smooth scores.
/// </summary>
/// <remarks>
/// Features are centred and scaled. The penalty is the one of <see cref="Penalties"/> with the smallest leave-one-out error, computed in closed form from the
/// dual problem. Time: the cube of the number of mixtures for each penalty.
/// </remarks>
public sealed class QuadraticRidgeRegression : IMixtureRegression
{
    /// <summary>The penalties to choose from, relative to the mean squared norm of the features.</summary>
    /// <value>Positive and finite; default 1e-8, 1e-7, … 10.</value>
    /// <exception cref="ArgumentException">There is no penalty, or one is not positive and finite.</exception>
    public IReadOnlyList<double> Penalties
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0) throw new ArgumentException("There is no penalty.", nameof(value));
            foreach (double penalty in value)
                if (!(penalty > 0 && double.IsFinite(penalty)))
                    throw new ArgumentException(FormattableString.Invariant($"The penalty {penalty} is not positive and finite."), nameof(value));
            field = [.. value];
        }
    } = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

    /// <inheritdoc/>
    public string Name => "quadratic ridge";

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("regression", "quadratic_ridge");
        foreach (double penalty in Penalties) writer.Add(nameof(Penalties), penalty);
    }

    /// <inheritdoc/>
    public IMixturePredictor Fit(int sources, ReadOnlySpan<double> weights, ReadOnlySpan<double> scores, ulong seed,
        CancellationToken cancellationToken = default)
    {
        RegressionChecks.Check(sources, weights, scores);
        int count = scores.Length, width = sources + (sources * (sources + 1) / 2);
        (double mean, double deviation) = RegressionChecks.Scale(scores);
        var features = new double[count * width];
        for (int i = 0; i < count; i++) Expand(weights.Slice(i * sources, sources), features.AsSpan(i * width, width));
        var centres = new double[width];
        var scales = new double[width];
        Centre(features, width, centres, scales);
        var products = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int j = 0; j <= i; j++)
                products[(i * count) + j] = products[(j * count) + i] = Dot(features.AsSpan(i * width, width), features.AsSpan(j * width, width));
        }
        double trace = 0;
        for (int i = 0; i < count; i++) trace += products[(i * count) + i] / count;
        var target = new double[count];
        for (int i = 0; i < count; i++) target[i] = (scores[i] - mean) / deviation;
        double[] dual = Solve(products, target, trace > 0 ? trace : 1, cancellationToken);
        var coefficients = new double[width];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < width; j++) coefficients[j] += dual[i] * features[(i * width) + j];
        double start = mean;
        for (int j = 0; j < width; j++)
        {
            coefficients[j] *= deviation / scales[j];
            start -= coefficients[j] * centres[j];
        }
        return new Quadratic(sources, start, coefficients);
    }

    /// <summary>Returns the dual coefficients of the penalty with the smallest leave-one-out error.</summary>
    private double[] Solve(double[] products, double[] target, double trace, CancellationToken cancellationToken)
    {
        int count = target.Length;
        double[]? best = null;
        double smallest = double.PositiveInfinity;
        foreach (double penalty in Penalties)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] inverse = [.. products];
            for (int i = 0; i < count; i++) inverse[(i * count) + i] += penalty * trace;
            if (!PositiveMatrix.TryInvert(inverse, count)) continue;
            var dual = new double[count];
            double error = 0;
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < count; j++) dual[i] += inverse[(i * count) + j] * target[j];
                // The leave-one-out residual of kernel ridge regression.
                double residual = dual[i] / inverse[(i * count) + i];
                error += residual * residual;
            }
            if (error < smallest) (smallest, best) = (error, dual);
        }
        return best ?? throw new ArgumentException("The features are not finite, or the penalties are too small for them.", nameof(target));
    }

    private static void Centre(double[] features, int width, double[] centres, double[] scales)
    {
        int count = features.Length / width;
        for (int j = 0; j < width; j++)
        {
            for (int i = 0; i < count; i++) centres[j] += features[(i * width) + j] / count;
            double squares = 0;
            for (int i = 0; i < count; i++)
            {
                features[(i * width) + j] -= centres[j];
                squares += features[(i * width) + j] * features[(i * width) + j] / count;
            }
            scales[j] = squares > 1e-24 ? Math.Sqrt(squares) : 1;
            for (int i = 0; i < count; i++) features[(i * width) + j] /= scales[j];
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    private static void Expand(ReadOnlySpan<double> weights, Span<double> features)
    {
        weights.CopyTo(features);
        int at = weights.Length;
        for (int i = 0; i < weights.Length; i++)
            for (int j = 0; j <= i; j++) features[at++] = weights[i] * weights[j];
    }

    private sealed class Quadratic(int sources, double start, double[] coefficients) : IMixturePredictor
    {
        public void Predict(ReadOnlySpan<double> weights, Span<double> scores)
        {
            RegressionChecks.CheckPrediction(sources, weights, scores);
            var features = new double[coefficients.Length];
            for (int i = 0; i < scores.Length; i++)
            {
                Expand(weights.Slice(i * sources, sources), features);
                scores[i] = start + Dot(features, coefficients);
            }
        }
    }
}
