using System.Globalization;
using System.Text;

namespace DataCuration.Mixing;

/// <summary>
/// Checks the five properties that the D-CPT paper (arXiv 2406.01375) requires of a law of domain mixtures, on a grid. A fit that lacks one should not be
/// trusted there: the largest share under a tolerance, for example, is found by bisection and needs a loss that falls with the ratio.
/// </summary>
public sealed class DomainMixtureCheck
{
    /// <summary>The relative step of the difference that gives the mixed derivative.</summary>
    private const double RelativeStep = 1e-4;

    /// <summary>The relative deviation from Chinchilla's form that rounding can explain.</summary>
    private const double ChinchillaTolerance = 1e-6;

    private DomainMixtureCheck(int places, IReadOnlyList<DomainMixtureFailure> failures)
    {
        Places = places;
        Failures = failures;
    }

    /// <summary>The number of places of the grid.</summary>
    public int Places { get; }

    /// <summary>The places where a property fails, in the order of properties, model sizes, tokens and ratios.</summary>
    public IReadOnlyList<DomainMixtureFailure> Failures { get; }

    /// <summary>Returns true if a property holds everywhere on the grid.</summary>
    /// <param name="property">The property.</param>
    public bool Holds(DomainMixtureProperty property) => Failures.All(failure => failure.Property != property);

    /// <summary>Checks a law on the grid of all combinations of model sizes, tokens and ratios.</summary>
    /// <param name="law">The law, with the inputs of <see cref="ScalingLaws.Dcpt"/>.</param>
    /// <param name="modelSizes">The model sizes; positive. Chinchilla's form is checked with three or more.</param>
    /// <param name="tokens">The numbers of tokens; positive. Chinchilla's form is checked with three or more.</param>
    /// <param name="ratios">The ratios, above 0: derivatives at 0 can be infinite.</param>
    /// <exception cref="ArgumentException">A list is empty or has a value that is not positive, or the law lacks an input.</exception>
    public static DomainMixtureCheck Run(FittedLaw law, IEnumerable<double> modelSizes, IEnumerable<double> tokens, IEnumerable<double> ratios)
    {
        ArgumentNullException.ThrowIfNull(law);
        double[] sizes = Axis(modelSizes, nameof(modelSizes)), data = Axis(tokens, nameof(tokens)), shares = Axis(ratios, nameof(ratios));
        var grid = new Grid(law);
        var failures = new List<DomainMixtureFailure>();
        foreach (double n in sizes)
            foreach (double d in data)
                foreach (double r in shares)
                {
                    (double byModel, double byTokens, double byRatio) = grid.Slopes(n, d, r);
                    double step = RelativeStep * r;
                    double mixed = (grid.Slopes(n, d, r + step).ByTokens - grid.Slopes(n, d, r - step).ByTokens) / (2 * step);
                    Require(DomainMixtureProperty.FallsWithModelSize, byModel);
                    Require(DomainMixtureProperty.FallsWithTokens, byTokens);
                    Require(DomainMixtureProperty.FallsWithRatio, byRatio);
                    Require(DomainMixtureProperty.TokensHelpMoreWithRatio, mixed);

                    void Require(DomainMixtureProperty property, double derivative)
                    {
                        if (!(derivative < 0)) failures.Add(new(property, n, d, r, derivative));
                    }
                }
        foreach (double r in shares) CheckChinchilla(grid, sizes, data, r, failures);
        return new(sizes.Length * data.Length * shares.Length,
            [.. failures.OrderBy(failure => failure.Property).ThenBy(failure => failure.ModelSize).ThenBy(failure => failure.Tokens)
                .ThenBy(failure => failure.Ratio)]);
    }

    /// <summary>Returns a line for each property, with the first place where it fails.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (DomainMixtureProperty property in Enum.GetValues<DomainMixtureProperty>())
        {
            DomainMixtureFailure[] found = [.. Failures.Where(failure => failure.Property == property)];
            text.Append(CultureInfo.InvariantCulture, $"{property}: ");
            if (found is [var first, ..])
                text.Append(CultureInfo.InvariantCulture, $"fails at {found.Length} places, first at N = {first.ModelSize:G4}, D = {first.Tokens:G4}, "
                    + $"r = {first.Ratio:G4} ({first.Value:G3})\n");
            else text.Append("holds\n");
        }
        return text.ToString();
    }

    /// <summary>
    /// Chinchilla's form is a sum of a function of N and one of D, whose slopes are powers: the logarithm of a slope is a straight line in the logarithm.
    /// </summary>
    private static void CheckChinchilla(Grid grid, double[] sizes, double[] data, double r, List<DomainMixtureFailure> failures)
    {
        for (int i = 1; i < sizes.Length; i++)
            for (int j = 1; j < data.Length; j++)
            {
                double near = grid.Value(sizes[i - 1], data[j - 1], r), far = grid.Value(sizes[i], data[j], r);
                double mixed = near - grid.Value(sizes[i - 1], data[j], r) - grid.Value(sizes[i], data[j - 1], r) + far;
                Require(mixed / Math.Max(Math.Abs(near), Math.Abs(far)), sizes[i], data[j]);
            }
        for (int i = 2; i < sizes.Length; i++) Require(Bend(sizes, i, n => grid.Slopes(n, data[0], r).ByModel), sizes[i], data[0]);
        for (int j = 2; j < data.Length; j++) Require(Bend(data, j, d => grid.Slopes(sizes[0], d, r).ByTokens), sizes[0], data[j]);

        void Require(double deviation, double n, double d)
        {
            if (!(Math.Abs(deviation) <= ChinchillaTolerance))
                failures.Add(new(DomainMixtureProperty.IsChinchillaAtFixedRatio, n, d, r, deviation));
        }

        static double Bend(double[] axis, int i, Func<double, double> slope)
        {
            double Log(int place) => Math.Log(Math.Abs(slope(axis[place])));
            double first = (Log(i - 1) - Log(i - 2)) / Math.Log(axis[i - 1] / axis[i - 2]), second = (Log(i) - Log(i - 1)) / Math.Log(axis[i] / axis[i - 1]);
            return second - first;
        }
    }

    private static double[] Axis(IEnumerable<double> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        double[] axis = [.. values.Distinct().Order()];
        if (axis.Length == 0) throw new ArgumentException("The list is empty.", name);
        foreach (double value in axis)
            if (!(value > 0 && double.IsFinite(value))) throw new ArgumentException(FormattableString.Invariant($"{value} is not positive and finite."), name);
        return axis;
    }

    private sealed class Grid(FittedLaw law)
    {
        private readonly int model = law.Law.IndexOfInput(ScalingLaws.ModelSize), tokens = law.Law.IndexOfInput(ScalingLaws.Tokens),
            ratio = law.Law.IndexOfInput(ScalingLaws.Ratio);

        private readonly double[] inputs = law.Law.Inputs.Count == 3 ? new double[3]
            : throw new ArgumentException($"The law '{law.Law.Name}' must have exactly the inputs N, D and r.", nameof(law));

        private readonly double[] slopes = new double[3];

        public double Value(double n, double d, double r)
        {
            (inputs[model], inputs[tokens], inputs[ratio]) = (n, d, r);
            return law.Evaluate(inputs);
        }

        public (double ByModel, double ByTokens, double ByRatio) Slopes(double n, double d, double r)
        {
            (inputs[model], inputs[tokens], inputs[ratio]) = (n, d, r);
            law.Evaluate(inputs, slopes);
            return (slopes[model], slopes[tokens], slopes[ratio]);
        }
    }
}
