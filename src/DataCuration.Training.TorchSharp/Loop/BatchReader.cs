using System.Globalization;
using System.Text;

namespace DataCuration.Training.TorchSharp;

/// <summary>Reads training rows as batches. The only place where rows enter the loop.</summary>
internal sealed class BatchReader
{
    private const int MaxDescribedDocuments = 20;

    private readonly MixedRows rows;
    private readonly TrainingOptions options;
    private readonly int vocabularySize;
    private readonly TrainingRow row;
    private readonly List<long> inputs = [];
    private readonly List<long> targets = [];
    private readonly List<float> weights = [];
    private readonly List<int> lengths = [];
    private readonly List<float> distillation = [];

    public BatchReader(TokenMixture tokens, DecoderOptions model, TrainingOptions options)
    {
        this.options = options;
        rows = new MixedRows(tokens, model, options);
        vocabularySize = model.VocabularySize;
        row = new TrainingRow(model.ContextLength);
    }

    /// <summary>Reads consecutive rows.</summary>
    public TrainingBatch Read(long firstRow)
    {
        inputs.Clear();
        targets.Clear();
        weights.Clear();
        lengths.Clear();
        distillation.Clear();
        var sources = new long[rows.Mixture.Parts.Count];
        for (int i = 0; i < options.BatchRows; i++)
        {
            int part = rows.Read(firstRow + i, row);
            Append(row.Inputs, inputs, part);
            Append(row.Targets, targets, part);
            weights.AddRange(row.Weights);
            if (options.Distillation is { Parts: { } distilled } distill)
                distillation.AddRange(Enumerable.Repeat(distilled.Contains(part) ? (float)distill.Weight : 0, row.Length));
            if (options.SeparateDocuments) lengths.AddRange(row.Documents.Select(document => document.Length));
            else lengths.Add(row.Length);
            sources[part] += row.Length;
        }
        return new()
        {
            FirstRow = firstRow,
            Inputs = [.. inputs],
            Targets = [.. targets],
            Weights = weights.All(weight => weight == 1) ? null : [.. weights],
            Distillation = options.Distillation?.Parts is null ? null : [.. distillation],
            Segments = new RowSegments(lengths),
            SourceTokens = sources,
        };
    }

    /// <summary>Returns the number of epochs over all sets after a number of rows.</summary>
    public double Epochs(long rowsRead) => (double)rowsRead / Enumerable.Range(0, rows.Mixture.Parts.Count).Sum(rows.GetRowsPerEpoch);

    /// <summary>Returns the use of each set.</summary>
    /// <param name="rowsRead">The number of rows.</param>
    /// <param name="tokens">The number of tokens from each set.</param>
    public IReadOnlyList<TrainingSource> Sources(long rowsRead, IReadOnlyList<long> tokens) =>
        [.. rows.Mixture.Parts.Select((part, i) => new TrainingSource
        {
            Folder = part.Shards.Folder,
            Weight = part.Weight,
            TokensSeen = tokens[i],
            Epochs = rows.CountEpochs(i, rowsRead),
        })];

    /// <summary>Returns the tokens from each set after a number of full rows, for checkpoints from before these numbers were kept.</summary>
    public IEnumerable<long> CountTokens(long rowsRead) =>
        Enumerable.Range(0, rows.Mixture.Parts.Count).Select(i => rows.CountRows(i, rowsRead) * rows.RowLength);

    /// <summary>Returns a warning for each set that is read too often.</summary>
    /// <param name="totalRows">The number of rows of the training.</param>
    public IReadOnlyList<string> Warnings(long totalRows) =>
        [.. rows.Mixture.Parts.Select((part, i) => (part.Shards.Folder, Epochs: rows.CountEpochs(i, totalRows)))
            .Where(source => source.Epochs > options.EpochWarning)
            .Select(source => string.Create(CultureInfo.InvariantCulture, $"The training reads '{source.Folder}' {source.Epochs:F1} times; repeated tokens are "
                + $"worth much less after {options.EpochWarning} epochs ({nameof(TrainingOptions.EpochWarning)})."))];

    /// <summary>Names rows and their documents, for an error.</summary>
    public string Describe(long firstRow, long count)
    {
        var text = new StringBuilder();
        int left = MaxDescribedDocuments;
        for (long number = firstRow; number < firstRow + count && left > 0; number++)
        {
            TokenShards shards = rows.Mixture.Parts[rows.Read(number, row)].Shards;
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : "; ")}row {number} from '{shards.Folder}':");
            foreach (RowDocument document in row.Documents)
            {
                if (left-- == 0) break;
                text.Append(' ').Append(Name(shards, document));
            }
        }
        return left < 0 ? text + " and more" : text.ToString();
    }

    private static string Name(TokenShards shards, RowDocument document)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"document {document.Document} from token {document.Start}");
        try
        {
            return $"{place} ({shards.GetDocument(document.Document).Id})";
        }
        catch (FileNotFoundException)
        {
            return place; // files of other programs have no ids
        }
    }

    private void Append(ReadOnlySpan<int> tokens, List<long> list, int part)
    {
        foreach (int token in tokens)
        {
            // An index out of range would crash or give garbage on a GPU.
            if ((uint)token >= (uint)vocabularySize)
            {
                throw new InvalidDataException($"'{rows.Mixture.Parts[part].Shards.Folder}' holds token {token}; the model's "
                    + $"{nameof(DecoderOptions.VocabularySize)} is {vocabularySize}.");
            }
            list.Add(token);
        }
    }
}
