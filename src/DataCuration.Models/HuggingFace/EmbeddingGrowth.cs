using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace DataCuration.Models;

/// <summary>
/// The new rows of a model's embeddings for a tokenizer with more tokens. A row starts from the mean of the rows of the old tokens that the new token's text
/// splits into.
/// </summary>
/// <remarks>
/// Means of the parts: Gee et al. 2022, "Fast Vocabulary Transfer for Language Model Compression" (arXiv 2402.09977). A token without parts gets the mean of
/// all old rows: Hewitt 2021, "Initializing new word embeddings for pretrained language models". Both are computed in double precision, without randomness.
/// Rows of old tokens do not change. Many models have more rows than their tokenizer has tokens: new tokens take these rows first.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.Models;
///
/// EmbeddingGrowth growth = EmbeddingGrowth.Load("llama3-medical/new-tokens.json");
/// Console.WriteLine($"{growth.OldSize} tokens become {growth.NewSize}");
/// </code>
/// </example>
public sealed class EmbeddingGrowth
{
    private const long MaxBytes = 1 << 30;
    private const int Format = 1;

    private readonly IReadOnlyList<int>[] sources;

    /// <summary>Creates an instance.</summary>
    /// <param name="oldSize">The number of tokens of the old tokenizer, which is the id of the first new token.</param>
    /// <param name="sources">For each new token, in the order of ids, the old tokens that its text splits into; an empty list without such tokens.</param>
    /// <exception cref="ArgumentException">A source is not a token of the old tokenizer.</exception>
    public EmbeddingGrowth(int oldSize, IReadOnlyList<IReadOnlyList<int>> sources)
        : this(oldSize, sources, CompanionFiles.Empty)
    {
    }

    private EmbeddingGrowth(int oldSize, IReadOnlyList<IReadOnlyList<int>> sources, CompanionFiles tokenizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentNullException.ThrowIfNull(sources);
        for (int i = 0; i < sources.Count; i++)
        {
            foreach (int source in sources[i])
            {
                if ((uint)source < (uint)oldSize) continue;
                throw new ArgumentException(
                    $"The new token {oldSize + i} has the source {source}, but the old tokenizer has {oldSize} tokens.", nameof(sources));
            }
        }
        OldSize = oldSize;
        NewSize = checked(oldSize + sources.Count);
        this.sources = [.. sources];
        Tokenizer = tokenizer;
    }

    /// <summary>The number of tokens of the old tokenizer.</summary>
    public int OldSize { get; }

    /// <summary>The number of tokens of the new tokenizer.</summary>
    public int NewSize { get; }

    /// <summary>The files of the new tokenizer; empty if they are unknown.</summary>
    public CompanionFiles Tokenizer { get; }

    /// <summary>The hash of the sizes and sources.</summary>
    public string Fingerprint
    {
        get
        {
            var hash = new XxHash128();
            Append(OldSize);
            foreach (IReadOnlyList<int> parts in sources)
            {
                Append(parts.Count);
                foreach (int part in parts) Append(part);
            }
            return Convert.ToHexStringLower(hash.GetCurrentHash());

            void Append(int number)
            {
                Span<byte> bytes = stackalloc byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
                hash.Append(bytes);
            }
        }
    }

    /// <summary>Reads the <c>new-tokens.json</c> of an extended tokenizer, and the tokenizer's files beside it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    /// <exception cref="ModelFileException">The file is damaged. The message names the field and the value.</exception>
    public static EmbeddingGrowth Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        string full = files.GetFullPath(path);
        using JsonDocument document = StrictJson.Parse(StrictJson.ReadFile(files, full, MaxBytes), full);
        var fields = new JsonFields(document.RootElement, full);
        int format = fields.Int("format", 0);
        if (format != Format) throw ModelFileException.In(full, $"the format of the list of new tokens is {format}, this version reads {Format}.");
        int oldSize = fields.Int("old_size", 1);
        if (!fields.TryGet("tokens", out JsonElement tokens)) throw fields.Missing("tokens");
        if (tokens.ValueKind != JsonValueKind.Array) throw fields.Wrong("tokens", tokens, "an array of tokens");
        var sources = new List<IReadOnlyList<int>>();
        foreach (JsonElement token in tokens.EnumerateArray())
        {
            if (token.ValueKind != JsonValueKind.Object) throw fields.Wrong("tokens", token, "an array of objects");
            var own = new JsonFields(token, full, "tokens.");
            int id = own.Int("id", 0);
            if (id != oldSize + sources.Count) throw ModelFileException.In(full, $"field 'tokens.id' is {id}, but must be {oldSize + sources.Count}.");
            sources.Add(own.TokenIds("sources"));
        }
        try
        {
            return new(oldSize, sources, CompanionFiles.Read(Path.GetDirectoryName(full)!, files));
        }
        catch (ArgumentException e)
        {
            throw new ModelFileException($"'{full}': {e.Message}", e);
        }
    }

    /// <summary>Splits the texts of new tokens with the old tokenizer.</summary>
    /// <param name="old">The old tokenizer. The first new token has the id <see cref="ITokenEncoder.VocabularySize"/>.</param>
    /// <param name="texts">The texts of the new tokens, in the order of their ids.</param>
    public static EmbeddingGrowth FromTexts(ITokenEncoder old, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(texts);
        var sources = new List<IReadOnlyList<int>>();
        foreach (string text in texts)
        {
            var parts = new List<int>();
            old.Encode(Encoding.UTF8.GetBytes(text), parts);
            sources.Add(parts);
        }
        return new(old.VocabularySize, sources);
    }

    /// <summary>Returns the number of rows that a matrix gets.</summary>
    /// <param name="rows">Its number of rows, which may be more than <see cref="OldSize"/>.</param>
    /// <exception cref="ArgumentException">There are fewer rows than <see cref="OldSize"/>.</exception>
    public int Grow(int rows) => rows >= OldSize ? Math.Max(rows, NewSize)
        : throw new ArgumentException($"The model has {rows} embeddings, fewer than the {OldSize} tokens of the old tokenizer.", nameof(rows));

    /// <summary>Returns the configuration of the model with its new size.</summary>
    /// <param name="configuration">The configuration of the model as it is.</param>
    /// <exception cref="ArgumentException">The model has fewer rows than <see cref="OldSize"/>.</exception>
    public ModelConfiguration Grow(ModelConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration with { VocabularySize = Grow(configuration.VocabularySize) };
    }

    /// <summary>Returns the tensors of the model with its new size: the embeddings and the output matrix get new rows, and the others stay.</summary>
    /// <param name="configuration">The configuration of the model as it is.</param>
    /// <param name="tensors">Its tensors, in the order of <see cref="ModelTensors.List"/>.</param>
    public IReadOnlyList<ModelTensor> Grow(ModelConfiguration configuration, IReadOnlyList<ModelTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return [.. ModelTensors.List(configuration).Select((slot, i) =>
            slot.Role is ModelTensorRole.Embedding or ModelTensorRole.Output ? Grow(tensors[i]) : tensors[i])];
    }

    /// <summary>Returns a matrix with the new rows. The new rows are computed now, the others are read from the old matrix.</summary>
    /// <param name="matrix">A row for each token.</param>
    /// <exception cref="ArgumentException">It is not a matrix, or has fewer rows than <see cref="OldSize"/>.</exception>
    public ModelTensor Grow(ModelTensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Shape.Count != 2) throw new ArgumentException($"'{matrix.Name}' has {matrix.Shape.Count} dimensions, not 2.", nameof(matrix));
        long width = matrix.Shape[1];
        int rows = Grow(checked((int)matrix.Shape[0]));
        float[] added = MakeRows(matrix, checked((int)width));
        long first = OldSize * width, end = NewSize * width;
        return new(matrix.Name, [rows, width], (start, values) =>
        {
            // A range has elements before, in and after the new rows.
            for (int done = 0; done < values.Length;)
            {
                long at = start + done;
                long until = at < first ? first : at < end ? end : long.MaxValue;
                Span<float> part = values.Slice(done, (int)Math.Min(values.Length - done, until - at));
                if (at >= first && at < end) added.AsSpan((int)(at - first), part.Length).CopyTo(part);
                else matrix.Read(at, part);
                done += part.Length;
            }
        });
    }

    private float[] MakeRows(ModelTensor matrix, int width)
    {
        var added = new float[checked(sources.Length * width)];
        var row = new float[width];
        var sums = new double[width];
        float[]? mean = null;
        for (int i = 0; i < sources.Length; i++)
        {
            Span<float> target = added.AsSpan(i * width, width);
            if (sources[i].Count > 0) Average(sources[i], target);
            else (mean ??= MeanOfAll()).CopyTo(target);
        }
        return added;

        float[] MeanOfAll()
        {
            var all = new float[width];
            Average([.. Enumerable.Range(0, OldSize)], all);
            return all;
        }

        void Average(IReadOnlyList<int> parts, Span<float> target)
        {
            Array.Clear(sums);
            foreach (int part in parts)
            {
                matrix.Read((long)part * width, row);
                for (int column = 0; column < width; column++) sums[column] += row[column];
            }
            for (int column = 0; column < width; column++) target[column] = (float)(sums[column] / parts.Count);
        }
    }
}
