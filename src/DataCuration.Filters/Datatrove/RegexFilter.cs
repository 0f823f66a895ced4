using System.Text.RegularExpressions;

namespace DataCuration.Filters;

/// <summary>
/// Drops texts in which a regular expression matches. Drop reason: <c>regex</c>. The expression runs without backtracking, in time linear in the text;
/// expressions that need backtracking (look-around, back-references) are refused. To keep the matches instead, use <see cref="InverseFilter"/>.
/// </summary>
public sealed class RegexFilter : RuleFilter
{
    private readonly Regex regex;

    /// <summary>Creates a filter.</summary>
    /// <param name="pattern">The expression, in .NET's syntax.</param>
    /// <param name="ignoresCase">True to ignore case, by the invariant culture's rules. Default: false.</param>
    /// <exception cref="ArgumentException">The expression is not valid, or needs backtracking.</exception>
    public RegexFilter(string pattern, bool ignoresCase = false)
        : base("regex")
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            regex = new Regex(pattern, options);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException($"The expression '{pattern}' needs backtracking: {e.Message}", nameof(pattern), e);
        }
    }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        bool found = regex.IsMatch(document.Text);
        measures.Add("found", found);
        return found ? StageResult.Drop("regex") : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("pattern", regex.ToString());
        writer.Add("ignoresCase", (regex.Options & RegexOptions.IgnoreCase) != 0);
    }
}
