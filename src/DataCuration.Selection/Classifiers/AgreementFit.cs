using System.Globalization;

namespace DataCuration.Selection;

/// <summary>
/// Compares two annotations of the same documents class by class, such as a fast model with the language model that it was distilled from, or a tagger with
/// known labels.
/// </summary>
/// <remarks>Memory: a number for each pair of classes that occurs, and the classes of each shard.</remarks>
/// <param name="truth">The annotation or field that counts as the truth.</param>
/// <param name="predicted">The annotation or field to compare with it. Documents without it count as not predicted.</param>
public sealed class AgreementFit(string truth, string predicted) : CorpusFit<ClassifierEvaluation>
{
    private const string FileName = "agreement.json";
    private readonly string truth = OptionChecks.NotEmpty(truth), predicted = OptionChecks.NotEmpty(predicted);

    /// <inheritdoc/>
    public override string Name => "agreement";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("truth", truth);
        writer.Add("predicted", predicted);
    }

    /// <inheritdoc/>
    protected override async Task<ClassifierEvaluation> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([], [truth, predicted], DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("agreement", (output, token) =>
        {
            var cells = new Dictionary<(string, string), long>();
            foreach (AnnotationRow row in table.Rows(token))
            {
                (string, string) cell = (table.GroupNames[0][row.Groups[0]], table.GroupNames[1][row.Groups[1]]);
                if (cell.Item1.Length > 0) cells[cell] = cells.GetValueOrDefault(cell) + 1;
            }
            ClassifierEvaluation evaluation = ClassifierEvaluation.FromCells(cells);
            evaluation.WriteJson(output.CreateFile(FileName));
            if (evaluation.Examples == 0 && table.RowCount > 0) output.Warn(string.Create(CultureInfo.InvariantCulture,
                $"None of {table.RowCount} documents has a value in '{truth}': there is nothing to compare with. {table.Fields.Describe([truth])}"));
            else if (evaluation.Examples > 0 && evaluation.Confusion.All(cell => cell.Predicted.Length == 0))
                output.Warn($"No document that has '{truth}' has a value in '{predicted}'. {table.Fields.Describe([predicted])}");
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return ClassifierEvaluation.Load(Path.Combine(files.Folder, FileName), files.Files);
    }
}
