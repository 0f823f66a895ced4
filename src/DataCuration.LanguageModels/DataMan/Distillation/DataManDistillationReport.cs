using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DataCuration.Selection;

namespace DataCuration.LanguageModels;

/// <summary>The agreement of distilled raters with ratings that they were not trained on.</summary>
/// <param name="Criteria">The agreement on each criterion.</param>
/// <param name="Domain">The evaluation of the domain classifier; null if the domain was not learned.</param>
/// <param name="Skipped">The classifiers that could not be learned, with the reason.</param>
public sealed record DataManDistillationReport(ImmutableSortedDictionary<DataManCriterion, RatingAgreement> Criteria, ClassifierEvaluation? Domain,
    ImmutableSortedDictionary<string, string> Skipped)
{
    /// <summary>Returns the agreement as a table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"criterion",-28}{"documents",10}{"exact",9}{"within 1",10}{"error",8}{"Spearman",10}\n");
        foreach ((DataManCriterion criterion, RatingAgreement agreement) in Criteria)
            text.Append(CultureInfo.InvariantCulture, $"{criterion.WireName(),-28}{agreement.Documents,10}{agreement.Exact,9:P1}{agreement.WithinOne,10:P1}"
                + $"{agreement.MeanAbsoluteError,8:F3}{agreement.Spearman,10:F3}\n");
        if (Domain is not null) text.Append(CultureInfo.InvariantCulture, $"{"domain",-28}{Domain.Examples,10}{Domain.Accuracy,9:P1}\n");
        foreach ((string name, string reason) in Skipped) text.Append(CultureInfo.InvariantCulture, $"{name}: not learned: {reason}\n");
        return text.ToString();
    }
}
