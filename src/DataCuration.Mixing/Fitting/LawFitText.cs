using System.Globalization;
using System.Text;

namespace DataCuration.Mixing;

/// <summary>Writes the report of a fit for people.</summary>
internal static class LawFitText
{
    public static string Write(LawFit fit, bool isMarkdown)
    {
        var text = new StringBuilder();
        ParametricLaw law = fit.Law.Law;
        text.Append(isMarkdown ? $"### {MarkdownTable.Escape(law.Name)}\n\n`{law.Formula}`\n\n" : $"{law}\n");
        text.Append(CultureInfo.InvariantCulture, $"{fit.Points} points, R² {fit.RSquared:F5}, mean Huber loss {fit.Huber:G4}, ");
        text.Append(CultureInfo.InvariantCulture, $"root mean square error {fit.RootMeanSquareError:G4}, mean relative error {fit.MeanRelativeError:P3}\n");
        text.Append(CultureInfo.InvariantCulture, $"{fit.AgreeingStarts} of {fit.PolishedStarts} finished starts agree ({fit.Starts} starts, ");
        text.Append(CultureInfo.InvariantCulture, $"{fit.FailedStarts} undefined){(fit.IsConverged ? "" : "; not converged: raise MaxIterations")}\n");
        if (isMarkdown) text.Append('\n');
        string interval = fit.BootstrapSamples == 0 ? "no interval"
            : string.Create(CultureInfo.InvariantCulture, $"{fit.Confidence:P0} interval ({fit.BootstrapSamples} samples)");
        if (isMarkdown)
        {
            var table = new MarkdownTable("parameter", ">value", $">{interval}");
            foreach (ParameterEstimate parameter in fit.Parameters) table.Add(parameter.Name, Number(parameter.Interval.Value), Ends(parameter.Interval));
            text.Append(table);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{"parameter",-12}{"value",14}  {interval}\n");
            foreach (ParameterEstimate parameter in fit.Parameters)
                text.Append($"{parameter.Name,-12}{Number(parameter.Interval.Value),14}  {Ends(parameter.Interval)}".TrimEnd()).Append('\n');
        }
        if (fit.Excluded.Count == 0) return text.ToString();
        text.Append(CultureInfo.InvariantCulture, $"{(isMarkdown ? "\n" : "")}{fit.Excluded.Count} points were left out:\n");
        if (isMarkdown) text.Append('\n');
        foreach (ExcludedPoint point in fit.Excluded)
            text.Append(isMarkdown ? $"- {MarkdownTable.Escape(point.Name)}: {MarkdownTable.Escape(point.Reason)}\n" : $"  {point.Name}: {point.Reason}\n");
        return text.ToString();
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Ends(LawInterval interval) => double.IsNaN(interval.Low) ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{interval.Low:G6} to {interval.High:G6}");
}
