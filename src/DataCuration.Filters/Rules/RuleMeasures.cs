using System.Collections.Concurrent;

namespace DataCuration.Filters;

/// <summary>Receives the values that a <see cref="RuleFilter"/> measures on a document.</summary>
/// <remarks>
/// Ask <see cref="IsWanted"/> first: if it is false, a filter stops measuring as soon as its decision is known. If it is true, it measures everything that its
/// options leave on.
/// </remarks>
public sealed class RuleMeasures
{
    private readonly List<KeyValuePair<string, AnnotationValue>>? values;
    private readonly ConcurrentDictionary<string, string>? names;
    private readonly string prefix;

    internal RuleMeasures(string prefix, ConcurrentDictionary<string, string> names)
    {
        this.prefix = prefix;
        this.names = names;
        values = [];
    }

    private RuleMeasures() => prefix = "";

    /// <summary>True if the values are used.</summary>
    public bool IsWanted => values is not null;

    /// <summary>Takes nothing.</summary>
    internal static RuleMeasures None { get; } = new();

    internal IReadOnlyList<KeyValuePair<string, AnnotationValue>> Values => values ?? [];

    /// <summary>The full name of the measure that led to the drop, and its bounds; null if no measure did.</summary>
    internal (string Name, double? Min, double? Max)? Decisive { get; private set; }

    /// <summary>Adds a count.</summary>
    /// <param name="name">The measure, such as <c>words</c>: a constant. The annotation's name is the filter's prefix, a dot, and this.</param>
    /// <param name="value">The count.</param>
    public void Add(string name, long value) => Set(name, AnnotationValue.FromInteger(value));

    /// <summary>Adds a number, such as a share.</summary>
    /// <param name="name">The measure, such as <c>mean_word_length</c>: a constant.</param>
    /// <param name="value">The number.</param>
    public void Add(string name, double value) => Set(name, AnnotationValue.FromNumber(value));

    /// <summary>Adds a yes or no.</summary>
    /// <param name="name">The measure: a constant.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, bool value) => Set(name, AnnotationValue.FromBoolean(value));

    /// <summary>Adds a text, such as the word that was found.</summary>
    /// <param name="name">The measure: a constant.</param>
    /// <param name="value">The text; null for none.</param>
    public void Add(string name, string? value) => Set(name, AnnotationValue.FromString(value));

    /// <summary>Drops the document because of a measured value. The drop output shows the value with the bound that it is beyond.</summary>
    /// <param name="reason">The reason; see <see cref="StageResult.Drop(string)"/>.</param>
    /// <param name="measure">The measure, as it was added: a constant. It may also be added later.</param>
    /// <param name="min">The lowest value that is kept; null for none.</param>
    /// <param name="max">The highest value that is kept; null for none.</param>
    /// <returns>A drop with the reason.</returns>
    public StageResult Drop(string reason, string measure, double? min = null, double? max = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(measure);
        if (values is not null) Decisive = (NameOf(measure), min, max);
        return StageResult.Drop(reason);
    }

    /// <summary>Adds a value of any kind, such as a list in JSON.</summary>
    /// <param name="name">The measure: a constant.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, AnnotationValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        values?.Add(new(NameOf(name), value));
    }

    private string NameOf(string measure) => names!.GetOrAdd(measure, static (one, start) => $"{start}.{one}", prefix);
}
