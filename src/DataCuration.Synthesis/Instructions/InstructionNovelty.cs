namespace DataCuration.Synthesis;

/// <summary>
/// The novelty gate of Self-Instruct (arXiv 2212.10560, section 3.3): keeps an instruction only if its ROUGE-L F-measure with every instruction accepted before
/// it, and with the seed tasks, is at most <see cref="MaxFMeasure"/>. Apply the list with <c>Keep(list, InstructionNovelty.NotNovel)</c>.
/// </summary>
/// <remarks>
/// <para>The instructions are the texts of the corpus. They are judged one after the other, in the order of the corpus, so the result does not depend on
/// workers. Each dropped one has its match in the table <see cref="MatchTable"/> of the list (<see cref="InstructionMatch"/>).</para>
/// <para>Time: an index of rare words finds the texts to compare with, and the exact comparison takes 64 words at a time. For varied instructions the time is
/// near linear in their number; if all consist of the same few words, it is quadratic. Memory: 4 bytes for each word of all instructions, and the different
/// words.</para>
/// </remarks>
/// <param name="accepted">The instructions that are accepted already: the seed tasks, or those of earlier rounds too.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// Corpus candidates = Corpus.FromJsonl("candidates/*.jsonl");
/// KeepList novel = await candidates.FitAsync(new InstructionNovelty(InstructionPool.Load("seeds.jsonl")), run);
/// await candidates.Keep(novel, InstructionNovelty.NotNovel).WriteJsonlAsync("novel", run);
/// </code>
/// </example>
public sealed class InstructionNovelty(InstructionPool accepted) : CorpusFit<KeepList>
{
    /// <summary>The drop reason of instructions that are too similar to an earlier one.</summary>
    public const string NotNovel = "not_novel";

    /// <summary>The name of the table with an <see cref="InstructionMatch"/> for each dropped instruction.</summary>
    public const string MatchTable = "match";

    private readonly InstructionPool accepted = accepted ?? throw new ArgumentNullException(nameof(accepted));

    /// <summary>The largest F-measure that an accepted instruction may have with an earlier one, in [0, 1].</summary>
    /// <value>Default 0.7 (Self-Instruct).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or above 1.</exception>
    public double MaxFMeasure
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxFMeasure must be between 0 and 1.");
    } = 0.7;

    /// <inheritdoc/>
    public override string Name => "instruction-novelty";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("gate", "rouge-l/1");
        writer.Add("accepted", accepted);
        writer.Add(nameof(MaxFMeasure), MaxFMeasure);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        PhaseFiles words = await scope.MapAsync("words", scope.Corpus, new NoveltySink(), cancellationToken).ConfigureAwait(false);
        PhaseFiles parts = await scope.FinishAsync("judge", (output, token) =>
        {
            Judge(words, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync("keep", parts, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private void Judge(PhaseFiles words, ShardOutput output, CancellationToken cancellationToken)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new List<long>();
        int[][] known = [.. accepted.Examples.Select(example => Number(WordTokens.Split(example.Text)))];
        var candidates = new List<(int Shard, long Record, int[] Tokens)>();
        using (PartitionReader reader = new Partitions(words, NoveltySink.RecordName).Read(0))
        {
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                (long record, string[] text) = NoveltySink.Read(reader.Record);
                candidates.Add((reader.Shard, record, Number(text)));
            }
        }
        int[] ranks = RanksOf(vocabulary, counts);
        var index = new NoveltyIndex(MaxFMeasure, ranks.Length);
        var origins = new List<(long Shard, long Record)>();
        for (int i = 0; i < known.Length; i++) Accept(Ranked(known[i]), -1, i);
        int next = 0;
        for (int shard = 0; shard < words.TaskCount; shard++)
        {
            var part = new KeepListPart(output, words.GetRecordCount(shard), shard);
            RecordTableWriter<InstructionMatch> matches = part.AddProvenance<InstructionMatch>(MatchTable);
            for (; next < candidates.Count && candidates[next].Shard == shard; next++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] tokens = Ranked(candidates[next].Tokens);
                (int match, double fMeasure) = index.Find(tokens);
                if (match >= 0)
                {
                    matches.Append(candidates[next].Record, new InstructionMatch(fMeasure, origins[match].Shard, origins[match].Record));
                    continue;
                }
                part.Keep(candidates[next].Record);
                Accept(tokens, shard, candidates[next].Record);
            }
            part.Complete();
        }

        int[] Number(IReadOnlyList<string> text)
        {
            int[] numbers = new int[text.Count];
            for (int i = 0; i < numbers.Length; i++)
            {
                if (!vocabulary.TryGetValue(text[i], out numbers[i]))
                {
                    vocabulary.Add(text[i], numbers[i] = counts.Count);
                    counts.Add(0);
                }
                counts[numbers[i]]++;
            }
            return numbers;
        }

        // In place: the numbers are not needed after their ranks.
        int[] Ranked(int[] numbers)
        {
            for (int i = 0; i < numbers.Length; i++) numbers[i] = ranks[numbers[i]];
            return numbers;
        }

        void Accept(int[] tokens, long shard, long record)
        {
            index.Accept(tokens);
            origins.Add((shard, record));
        }
    }

    /// <summary>Returns each word's place in the order from rare to frequent; ties in ordinal order, so that it depends on the texts only.</summary>
    private static int[] RanksOf(Dictionary<string, int> vocabulary, List<long> counts)
    {
        KeyValuePair<string, int>[] order =
            [.. vocabulary.OrderBy(word => counts[word.Value]).ThenBy(word => word.Key, StringComparer.Ordinal)];
        int[] ranks = new int[order.Length];
        for (int i = 0; i < order.Length; i++) ranks[order[i].Value] = i;
        return ranks;
    }
}
