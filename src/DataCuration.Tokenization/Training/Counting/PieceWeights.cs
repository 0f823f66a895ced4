namespace DataCuration.Tokenization;

/// <summary>The sums of a counting, and the weights that give two corpora their shares.</summary>
/// <param name="Pieces">The number of different pieces.</param>
/// <param name="FirstCount">The number of pieces of the first corpus.</param>
/// <param name="FirstBytes">Their bytes.</param>
/// <param name="SecondCount">The number of pieces of the second corpus.</param>
/// <param name="SecondBytes">Their bytes.</param>
internal sealed record PieceWeights(long Pieces, long FirstCount, long FirstBytes, long SecondCount, long SecondBytes)
{
    /// <summary>With two corpora, counts are multiples of this, so that small counts can have weights that are no whole numbers.</summary>
    private const int Scale = 1024;

    /// <summary>The weight of a piece of the first corpus.</summary>
    public long First { get; private init; } = 1;

    /// <summary>The weight of a piece of the second corpus.</summary>
    public long Second { get; private init; }

    /// <summary>The share of the second corpus in the weighted bytes.</summary>
    public double SecondShare => Second == 0 ? 0 : (double)SecondBytes * Second / (((double)FirstBytes * First) + ((double)SecondBytes * Second));

    /// <summary>Adds up the counts of a corpus, or of two.</summary>
    /// <param name="sums">The counts.</param>
    /// <param name="secondShare">The share of bytes that the second corpus gets; null without one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="CurationException">A corpus has no text.</exception>
    public static PieceWeights Of(PhaseFiles sums, double? secondShare, CancellationToken cancellationToken)
    {
        long pieces = 0, firstCount = 0, firstBytes = 0, secondCount = 0, secondBytes = 0;
        PieceCounting.List(sums, (piece, first, second) =>
        {
            pieces++;
            firstCount += first;
            firstBytes = checked(firstBytes + (first * piece.Length));
            secondCount += second;
            secondBytes = checked(secondBytes + (second * piece.Length));
        }, cancellationToken);
        var all = new PieceWeights(pieces, firstCount, firstBytes, secondCount, secondBytes);
        if (secondShare is not { } share) return all;
        if (firstBytes == 0 || secondBytes == 0)
            throw new CurationException($"The {(firstBytes == 0 ? "corpus" : "amplified corpus")} has no text, so the shares of both cannot be set.");
        double factor = share / (1 - share) * firstBytes / secondBytes;
        return all with { First = Scale, Second = Math.Max(1, (long)Math.Round(Scale * factor)) };
    }

    /// <summary>Returns the weighted count of a piece.</summary>
    public long Count(long first, long second) => checked((first * First) + (second * Second));
}
