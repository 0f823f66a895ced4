using System.Globalization;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// The agreement of a classifier's score with known scores: its labels are numbers, and its score is their expected value, as
/// <see cref="QualityRater.ExpectedValue"/> writes it. For a distilled rater the known scores are those of the language model that it was trained on.
/// </summary>
public sealed record ScoreAgreement
{
    /// <summary>The number of documents that have both scores.</summary>
    public long Documents { get; init; }

    /// <summary>The number of documents that the classifier cannot score, because it knows nothing in them.</summary>
    public long Unrated { get; init; }

    /// <summary>Pearson's correlation of the two scores. NaN if one of them is constant.</summary>
    public required double Pearson { get; init; }

    /// <summary>Spearman's rank correlation, with mean ranks for ties. NaN if one of the scores is constant.</summary>
    public required double Spearman { get; init; }

    /// <summary>The mean absolute difference of the scores. NaN without documents.</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>The root of the mean squared difference of the scores. NaN without documents.</summary>
    public required double RootMeanSquaredError { get; init; }

    /// <summary>Computes the agreement.</summary>
    /// <param name="pairs">The known score and the classifier's score of each document; NaN if the classifier has none.</param>
    public static ScoreAgreement Compute(IEnumerable<(double Truth, double Predicted)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (double Truth, double Predicted)[] all = [.. pairs];
        (double Truth, double Predicted)[] rated = [.. all.Where(pair => !double.IsNaN(pair.Predicted))];
        double[] truth = [.. rated.Select(pair => pair.Truth)], predicted = [.. rated.Select(pair => pair.Predicted)];
        double absolute = 0, squared = 0;
        foreach ((double known, double found) in rated)
        {
            absolute += Math.Abs(known - found);
            squared += (known - found) * (known - found);
        }
        return new()
        {
            Documents = rated.Length,
            Unrated = all.Length - rated.Length,
            Pearson = Correlation.Pearson(truth, predicted),
            Spearman = Correlation.Pearson(Correlation.Ranks(truth), Correlation.Ranks(predicted)),
            MeanAbsoluteError = absolute / rated.Length,
            RootMeanSquaredError = Math.Sqrt(squared / rated.Length),
        };
    }

    /// <summary>Returns the agreement in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Documents} documents: Pearson {Pearson:F3}, Spearman {Spearman:F3}, mean absolute error {MeanAbsoluteError:F3}, root mean squared error "
            + $"{RootMeanSquaredError:F3}{(Unrated > 0 ? $", {Unrated} unrated" : "")}");

    internal static ScoreAgreement Read(JsonElement root) => new()
    {
        Documents = root.GetProperty("documents").GetInt64(),
        Unrated = root.GetProperty("unrated").GetInt64(),
        Pearson = root.NumberOrNaN("pearson"),
        Spearman = root.NumberOrNaN("spearman"),
        MeanAbsoluteError = root.NumberOrNaN("mean_absolute_error"),
        RootMeanSquaredError = root.NumberOrNaN("root_mean_squared_error"),
    };

    internal void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("documents", Documents);
        json.WriteNumber("unrated", Unrated);
        json.WriteNumberOrNull("pearson", Pearson);
        json.WriteNumberOrNull("spearman", Spearman);
        json.WriteNumberOrNull("mean_absolute_error", MeanAbsoluteError);
        json.WriteNumberOrNull("root_mean_squared_error", RootMeanSquaredError);
        json.WriteEndObject();
    }
}
