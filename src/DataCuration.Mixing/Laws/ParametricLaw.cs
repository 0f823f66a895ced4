using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>
/// A formula with named inputs and named parameters, such as a scaling law. <see cref="ScalingLaws"/> has ready ones. A law of your own is a function that
/// writes its formula with the usual operators; its derivatives are exact without further code.
/// </summary>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// var law = new ParametricLaw("loss by tokens", ["D"],
///     [LawParameter.Positive("E", 0.5, 3), LawParameter.Positive("B", 1, 1e4), LawParameter.Positive("beta", 0.1, 1)],
///     v => v["E"] + v["B"] / LawExpression.Pow(v["D"], v["beta"]));
/// FittedLaw fitted = law.With(("E", 1.7), ("B", 410), ("beta", 0.28));
/// Console.WriteLine($"{law}: {fitted.Predict(("D", 1e9)):F3}");
/// </code>
/// </example>
public sealed class ParametricLaw
{
    private readonly LawExpression formula;

    /// <summary>Records a formula.</summary>
    /// <param name="name">The name of the law, for reports and messages.</param>
    /// <param name="inputs">The names of the inputs, at least one.</param>
    /// <param name="parameters">The parameters, at least one.</param>
    /// <param name="formula">Writes the formula. It is called once.</param>
    /// <exception cref="ArgumentException">A name is empty or appears twice, or there is no input or no parameter.</exception>
    public ParametricLaw(string name, IReadOnlyList<string> inputs, IReadOnlyList<LawParameter> parameters, Func<LawVariables, LawExpression> formula)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(formula);
        if (inputs.Count == 0) throw new ArgumentException($"The law '{name}' needs at least one input.", nameof(inputs));
        if (parameters.Count == 0) throw new ArgumentException($"The law '{name}' needs at least one parameter.", nameof(parameters));
        (Name, Inputs, Parameters) = (name, [.. inputs], [.. parameters]);
        var byName = new Dictionary<string, LawExpression>(StringComparer.Ordinal);
        for (int i = 0; i < Inputs.Count; i++) Add(Inputs[i], LawExpression.Input(i, Inputs[i]));
        for (int i = 0; i < Parameters.Count; i++) Add(Parameters[i].Name, LawExpression.Parameter(i, Parameters[i].Name));
        this.formula = formula(new LawVariables(name, byName)) ?? throw new ArgumentException($"The formula of '{name}' is null.", nameof(formula));
        Tape = new LawTape(this.formula, Inputs.Count, Parameters.Count);

        void Add(string one, LawExpression expression)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(one);
            if (!byName.TryAdd(one, expression)) throw new ArgumentException($"The law '{name}' has the name '{one}' twice.", nameof(inputs));
        }
    }

    /// <summary>The name of the law.</summary>
    public string Name { get; }

    /// <summary>The names of the inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<LawParameter> Parameters { get; }

    /// <summary>The formula as text.</summary>
    public string Formula => formula.ToString();

    internal LawTape Tape { get; }

    /// <summary>Returns the law with a constant in the place of an input.</summary>
    internal ParametricLaw Fix(string input, double value)
    {
        int index = IndexOfInput(input);
        if (Inputs.Count == 1) throw new ArgumentException($"'{input}' is the only input of '{Name}'.", nameof(input));
        LawExpression rest = formula.Fix(index, value, new(ReferenceEqualityComparer.Instance));
        string name = string.Create(CultureInfo.InvariantCulture, $"{Name}, {input} = {value:G6}");
        return new(name, [.. Inputs.Where(other => other != input)], Parameters, _ => rest);
    }

    /// <summary>Gives every parameter a value, such as a published one.</summary>
    /// <param name="values">The name and value of every parameter.</param>
    /// <exception cref="ArgumentException">
    /// A parameter is missing, unknown or named twice, or its value is not finite or, for a positive parameter, negative.
    /// </exception>
    public FittedLaw With(params ReadOnlySpan<(string Name, double Value)> values)
    {
        double[] ordered = Order(values, [.. Parameters.Select(parameter => parameter.Name)], "parameter");
        for (int i = 0; i < ordered.Length; i++)
            if (Parameters[i].IsPositive && ordered[i] < 0)
                throw new ArgumentException(FormattableString.Invariant($"'{Parameters[i].Name}' of '{Name}' is {ordered[i]} and must not be negative."),
                    nameof(values));
        return new FittedLaw(this, ordered);
    }

    /// <summary>Computes the law at one point.</summary>
    /// <param name="parameters">The values of the parameters, in the order of <see cref="Parameters"/>.</param>
    /// <param name="inputs">The values of the inputs, in the order of <see cref="Inputs"/>.</param>
    /// <param name="byParameter">Receives the derivative by each parameter; empty if they are not needed.</param>
    /// <param name="byInput">Receives the derivative by each input; empty if they are not needed.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong.</exception>
    public double Evaluate(ReadOnlySpan<double> parameters, ReadOnlySpan<double> inputs, Span<double> byParameter = default, Span<double> byInput = default)
    {
        if (parameters.Length != Parameters.Count || inputs.Length != Inputs.Count || (byParameter.Length != 0 && byParameter.Length != Parameters.Count)
            || (byInput.Length != 0 && byInput.Length != Inputs.Count))
            throw new ArgumentException($"'{Name}' has {Parameters.Count} parameters and {Inputs.Count} inputs; the spans do not match.");
        return Tape.Evaluate(inputs, parameters, byInput, byParameter);
    }

    /// <summary>Returns the name and the formula.</summary>
    public override string ToString() => $"{Name}: {Formula}";

    internal int IndexOfInput(string name)
    {
        for (int i = 0; i < Inputs.Count; i++)
            if (Inputs[i] == name) return i;
        throw new ArgumentException($"The law '{Name}' has no input '{name}'. Its inputs are {string.Join(", ", Inputs)}.", nameof(name));
    }

    internal double[] OrderInputs(ReadOnlySpan<(string Name, double Value)> values) => Order(values, Inputs, "input");

    private double[] Order(ReadOnlySpan<(string Name, double Value)> values, IReadOnlyList<string> names, string kind)
    {
        var ordered = new double[names.Count];
        ordered.AsSpan().Fill(double.NaN);
        foreach ((string name, double value) in values)
        {
            int index = 0;
            while (index < names.Count && names[index] != name) index++;
            if (index == names.Count)
                throw new ArgumentException($"The law '{Name}' has no {kind} '{name}'. It has: {string.Join(", ", names)}.", nameof(values));
            if (!double.IsFinite(value))
                throw new ArgumentException(FormattableString.Invariant($"The {kind} '{name}' of '{Name}' is {value}; it must be finite."), nameof(values));
            if (!double.IsNaN(ordered[index])) throw new ArgumentException($"The {kind} '{name}' of '{Name}' is given twice.", nameof(values));
            ordered[index] = value;
        }
        for (int i = 0; i < ordered.Length; i++)
            if (double.IsNaN(ordered[i])) throw new ArgumentException($"The {kind} '{names[i]}' of '{Name}' is missing.", nameof(values));
        return ordered;
    }
}
