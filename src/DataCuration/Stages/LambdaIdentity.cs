using System.Text.RegularExpressions;

namespace DataCuration;

/// <summary>What the stages made of lambdas have in common: they are known by their source text, which does not show the values that they capture.</summary>
internal sealed partial class LambdaIdentity
{
    private readonly string? version;

    public LambdaIdentity(Delegate lambda, string text, string? version)
    {
        this.version = version;
        Text = WhiteSpace().Replace(text, " ").Trim();
        // The compiler puts lambdas that capture nothing on a class named <>c; any other target holds captured values or an instance.
        Captures = lambda.Target is { } target && target.GetType().Name != "<>c";
    }

    public string Text { get; }

    private bool Captures { get; }

    private bool IsResumable => !Captures || version is not null;

    /// <summary>Refuses a lambda whose captured values a resumed run could not compare.</summary>
    public void RequireResumable()
    {
        if (IsResumable) return;
        throw new InvalidOperationException(
            $"The lambda '{Text}' captures variables, and a resumed run could not tell when their values change. " +
            "Give the call a version that stands for them, such as Where(…, version: $\"min={min}\"), or write a stage.");
    }

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("lambda", Text);
        writer.Add("version", version);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
