using System.Text.RegularExpressions;

namespace DataCuration;

/// <summary>The identity of a stage made from a lambda: its source text. The text does not show the values that the lambda captures.</summary>
internal sealed partial class LambdaIdentity
{
    private readonly string? version;
    private readonly bool isText;
    private readonly bool captures;

    public LambdaIdentity(Delegate lambda, string text, string? version)
    {
        this.version = version;
        Text = WhiteSpace().Replace(text, " ").Trim();
        isText = Text.Contains("=>", StringComparison.Ordinal) || Text.StartsWith("delegate", StringComparison.Ordinal);
        // The compiler puts lambdas without captures on a class named <>c (<>c__1`1 in a generic method). Any other target has captured values or an instance.
        captures = lambda.Target?.GetType().Name is { } target
            && (!target.StartsWith("<>c", StringComparison.Ordinal) || target.StartsWith("<>c__DisplayClass", StringComparison.Ordinal));
    }

    public string Text { get; }

    /// <summary>Throws if a resumed run could not tell whether the lambda is still the same.</summary>
    public void RequireResumable()
    {
        if (version is not null || (isText && !captures)) return;
        string why = isText ? "captures variables, and its text does not show their values" : "is passed by name, and its name does not show what it does";
        throw new InvalidOperationException(
            $"The lambda '{Text}' {why}: a resumed run could not tell when it changes. Write it out in the call without captures, " +
            "give the call a version that stands for it, such as Where(…, version: $\"min={min}\"), or write a stage.");
    }

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("lambda", Text);
        writer.Add("version", version);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
