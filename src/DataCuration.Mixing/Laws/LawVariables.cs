namespace DataCuration.Mixing;

/// <summary>The inputs and parameters of a law by name, for the function that writes its formula.</summary>
public sealed class LawVariables
{
    private readonly Dictionary<string, LawExpression> byName;
    private readonly string law;

    internal LawVariables(string law, Dictionary<string, LawExpression> byName)
    {
        this.law = law;
        this.byName = byName;
    }

    /// <summary>Gets an input or a parameter.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">The law has no such name; the message lists the names.</exception>
    public LawExpression this[string name] => byName.TryGetValue(name, out LawExpression? found) ? found
        : throw new ArgumentException($"The law '{law}' has neither an input nor a parameter '{name}'. "
            + $"It has: {string.Join(", ", byName.Keys)}.", nameof(name));
}
