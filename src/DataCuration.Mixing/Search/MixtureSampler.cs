using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration.Mixing;

/// <summary>Draws the mixtures of a search.</summary>
internal sealed class MixtureSampler
{
    private readonly MixtureSearchOptions options;
    private readonly double[] shares;
    private readonly double[] tempered;
    private readonly double[] limits;

    public MixtureSampler(IReadOnlyList<MixtureSource> sources, MixtureSearchOptions options)
    {
        this.options = options;
        double total = sources.Sum(source => (double)source.Tokens);
        shares = [.. sources.Select(source => source.Tokens / total)];
        MixtureSampling sampling = options.Sampling;
        if (sampling.MaxConcentration < sampling.MinConcentration)
            throw new ArgumentException(FormattableString.Invariant($"{nameof(MixtureSampling.MaxConcentration)} is {sampling.MaxConcentration}, below ")
                + FormattableString.Invariant($"{nameof(MixtureSampling.MinConcentration)}, which is {sampling.MinConcentration}."), nameof(options));
        tempered = [.. shares.Select(share => DeterministicMath.Exp(sampling.Temperature * DeterministicMath.Log(share)))];
        double sum = tempered.Sum();
        tempered = [.. tempered.Select(share => share / sum)];
        limits = [.. shares.Select(share => Math.Min(share * sampling.MaxUsage, 1))];
    }

    /// <summary>Draws the mixtures of the first iteration: many, without repeats, of which some are chosen at random.</summary>
    /// <exception cref="InvalidOperationException">There are fewer different mixtures than needed.</exception>
    public List<double[]> DrawFirst(int count, CancellationToken cancellationToken)
    {
        MixtureSampling sampling = options.Sampling;
        double[][] parameters = [.. Concentrations().Select(concentration => tempered.Select(share => share * concentration).ToArray())];
        var random = SeededRandom.Create(options.Seed, "mixture-search", "first");
        var different = new List<double[]>();
        var seen = new HashSet<UInt128>();
        long draws = (long)count * sampling.Oversampling;
        for (long i = 0; i < draws; i++)
        {
            if (i % 1_024 == 0) cancellationToken.ThrowIfCancellationRequested();
            var weights = new double[shares.Length];
            DirichletDraws.Draw(parameters[(int)random.NextInt64(parameters.Length)], ref random, weights);
            if (IsWithinLimits(weights) && TryRound(weights) && seen.Add(KeyOf(weights))) different.Add(weights);
        }
        if (different.Count < count)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{draws:N0} draws gave {different.Count} different mixtures, and "
                + $"{count} are needed. Raise {nameof(MixtureSampling.Oversampling)} or {nameof(MixtureSampling.MaxUsage)}, or lower "
                + $"{nameof(options.Iterations)}."));
        return Choose(different, count, ref random);
    }

    /// <summary>Draws mixtures to predict. Those beyond the limits are left out.</summary>
    /// <returns>The weights, one mixture after the other.</returns>
    public double[] DrawCandidates(int iteration, CancellationToken cancellationToken)
    {
        double[] parameters = [.. shares.Select(share => share * options.CandidateConcentration)];
        var random = SeededRandom.Create(options.Seed, "mixture-search", string.Create(CultureInfo.InvariantCulture, $"candidates {iteration}"));
        if ((long)options.Candidates * shares.Length > Array.MaxLength)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{options.Candidates} candidates of {shares.Length} sources do not fit into an array: lower "
                    + $"{nameof(MixtureSearchOptions.Candidates)} to at most {Array.MaxLength / shares.Length}."));
        var all = new double[options.Candidates * shares.Length];
        int used = 0;
        for (int i = 0; i < options.Candidates; i++)
        {
            if (i % 1_024 == 0) cancellationToken.ThrowIfCancellationRequested();
            Span<double> weights = all.AsSpan(used, shares.Length);
            DirichletDraws.Draw(parameters, ref random, weights);
            if (IsWithinLimits(weights) && TryRound(weights)) used += shares.Length;
        }
        return used == all.Length ? all : all[..used];
    }

    /// <summary>Chooses mixtures of a pool at random, without those that were measured before.</summary>
    /// <param name="pool">The pool, best prediction first.</param>
    /// <param name="count">The number of mixtures.</param>
    /// <param name="iteration">The iteration, for the seed.</param>
    public List<double[]> ChooseFromPool(List<double[]> pool, int count, int iteration)
    {
        var random = SeededRandom.Create(options.Seed, "mixture-search", string.Create(CultureInfo.InvariantCulture, $"pool {iteration}"));
        return Choose(pool, count, ref random);
    }

    /// <summary>Returns a hash of weights, to find repeats.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<double> weights) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(weights));

    private static List<double[]> Choose(List<double[]> from, int count, ref SeededRandom random)
    {
        double[][] pool = [.. from];
        for (int i = 0; i < count; i++)
        {
            int other = i + (int)random.NextInt64(pool.Length - i);
            (pool[i], pool[other]) = (pool[other], pool[i]);
        }
        return [.. pool.Take(count)];
    }

    private IEnumerable<double> Concentrations()
    {
        MixtureSampling sampling = options.Sampling;
        double low = DeterministicMath.Log(sampling.MinConcentration), high = DeterministicMath.Log(sampling.MaxConcentration);
        for (int i = 0; i < sampling.Concentrations; i++)
            yield return sampling.Concentrations == 1 ? sampling.MinConcentration
                : DeterministicMath.Exp(low + ((high - low) * i / (sampling.Concentrations - 1)));
    }

    private bool IsWithinLimits(ReadOnlySpan<double> weights)
    {
        for (int i = 0; i < weights.Length; i++)
            if (!(weights[i] <= limits[i])) return false;
        return true;
    }

    /// <summary>
    /// Sets small weights to 0, rounds the others to multiples of the step, and divides by the sum. The reference leaves a sum that is not quite 1.
    /// </summary>
    private bool TryRound(Span<double> weights)
    {
        double step = options.Sampling.MinWeight, sum = 0;
        if (step == 0) return true;
        foreach (ref double weight in weights)
        {
            if (weight < step) weight = 0;
            sum += weight;
        }
        if (sum == 0) return false;
        double units = 0;
        foreach (ref double weight in weights)
        {
            weight = Math.Round(weight / sum / step);
            units += weight;
        }
        foreach (ref double weight in weights) weight /= units;
        return true;
    }
}
