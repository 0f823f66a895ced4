namespace DataCuration.Mixing;

/// <summary>A measured point for a <see cref="LawFitter"/>: one validation of one training run.</summary>
public sealed record LawPoint
{
    /// <summary>The name of the point, such as the run and the step. Reports name excluded points by it.</summary>
    public required string Name { get; init; }

    /// <summary>The value of every input of the law, by name. Further entries are ignored.</summary>
    public required IReadOnlyDictionary<string, double> Inputs { get; init; }

    /// <summary>The measured value, such as a validation loss in nats per token.</summary>
    public required double Value { get; init; }

    /// <summary>Creates a point.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The measured value.</param>
    /// <param name="inputs">The name and value of every input.</param>
    public static LawPoint Create(string name, double value, params ReadOnlySpan<(string Name, double Value)> inputs)
    {
        var byName = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string input, double number) in inputs)
            if (!byName.TryAdd(input, number)) throw new ArgumentException($"The point '{name}' has the input '{input}' twice.", nameof(inputs));
        return new() { Name = name, Value = value, Inputs = byName };
    }
}
