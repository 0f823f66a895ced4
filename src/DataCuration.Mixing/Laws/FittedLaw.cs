using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>A law with values of its parameters: fitted (<see cref="LawFitter"/>) or published (<see cref="ParametricLaw.With"/>).</summary>
public sealed class FittedLaw
{
    private readonly double[] values;

    internal FittedLaw(ParametricLaw law, double[] values)
    {
        Law = law;
        this.values = values;
    }

    /// <summary>The law.</summary>
    public ParametricLaw Law { get; }

    /// <summary>The values of the parameters, in the order of <see cref="ParametricLaw.Parameters"/>.</summary>
    public ReadOnlyMemory<double> Values => values;

    /// <summary>Gets the value of a parameter.</summary>
    /// <param name="parameter">The name.</param>
    /// <exception cref="ArgumentException">The law has no such parameter.</exception>
    public double this[string parameter]
    {
        get
        {
            for (int i = 0; i < values.Length; i++)
                if (Law.Parameters[i].Name == parameter) return values[i];
            throw new ArgumentException($"The law '{Law.Name}' has no parameter '{parameter}'.", nameof(parameter));
        }
    }

    /// <summary>Predicts the value at a point.</summary>
    /// <param name="inputs">The name and value of every input.</param>
    /// <returns>The value. Not a number where the formula is undefined.</returns>
    /// <exception cref="ArgumentException">An input is missing, unknown, named twice or not finite.</exception>
    public double Predict(params ReadOnlySpan<(string Name, double Value)> inputs) => Evaluate(Law.OrderInputs(inputs));

    /// <summary>Computes the value at a point whose inputs are in the order of <see cref="ParametricLaw.Inputs"/>.</summary>
    /// <param name="inputs">The values of the inputs.</param>
    /// <param name="byInput">Receives the derivative by each input; empty if they are not needed.</param>
    public double Evaluate(ReadOnlySpan<double> inputs, Span<double> byInput = default) => Law.Evaluate(values, inputs, default, byInput);

    /// <summary>Returns the law with a constant in the place of an input, such as the cross-domain law for one domain's learnability.</summary>
    /// <param name="input">The input.</param>
    /// <param name="value">Its value; finite.</param>
    /// <exception cref="ArgumentException">The law has no such input, or no other one.</exception>
    public FittedLaw Fix(string input, double value) => new(Law.Fix(input, value), values);

    /// <summary>Returns the name, the formula and the values.</summary>
    public override string ToString() => Law + "; "
        + string.Join(", ", Law.Parameters.Select((parameter, i) => string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} = {values[i]:G6}")));
}
