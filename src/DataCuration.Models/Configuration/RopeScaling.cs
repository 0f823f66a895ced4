namespace DataCuration.Models;

/// <summary>A change of the frequencies of rotary positions (Su et al. 2021), by which a model reads longer contexts than it was first trained on.</summary>
public sealed record RopeScaling
{
    /// <summary>The kind.</summary>
    /// <value>Default <see cref="RopeScalingKind.Llama3"/>.</value>
    public RopeScalingKind Kind
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Kind), value, "There is no such kind.");
    } = RopeScalingKind.Llama3;

    /// <summary>The divisor of frequencies, at least 1.</summary>
    /// <value>Default 8: Llama 3.1 (its <c>config.json</c>).</value>
    public double Factor
    {
        get;
        init => field = value >= 1 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Factor), value, "Must be finite, at least 1.");
    } = 8;

    /// <summary>
    /// Frequencies with fewer turns than this in <see cref="OriginalContextLength"/> are divided by the whole factor. Only for
    /// <see cref="RopeScalingKind.Llama3"/>.
    /// </summary>
    /// <value>Default 1: Llama 3.1.</value>
    public double LowFrequencyFactor { get; init => field = Positive(value, nameof(LowFrequencyFactor)); } = 1;

    /// <summary>
    /// Frequencies with more turns than this in <see cref="OriginalContextLength"/> are kept. Only for <see cref="RopeScalingKind.Llama3"/>; larger than
    /// <see cref="LowFrequencyFactor"/>.
    /// </summary>
    /// <value>Default 4: Llama 3.1.</value>
    public double HighFrequencyFactor { get; init => field = Positive(value, nameof(HighFrequencyFactor)); } = 4;

    /// <summary>The context length before the change, in tokens. Only for <see cref="RopeScalingKind.Llama3"/>.</summary>
    /// <value>Default 8,192: Llama 3.</value>
    public int OriginalContextLength
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(OriginalContextLength), value, "Must be at least 1.");
    } = 8_192;

    /// <summary>Returns the factors by which a scaling divides frequencies, one for each pair of dimensions, from high to low frequency.</summary>
    /// <param name="theta">The base of the wavelengths.</param>
    /// <param name="headWidth">The width of a head, an even number.</param>
    /// <param name="scaling">The scaling; null for factors of 1.</param>
    public static double[] Divisors(double theta, int headWidth, RopeScaling? scaling)
    {
        if (headWidth < 2 || headWidth % 2 != 0) throw new ArgumentOutOfRangeException(nameof(headWidth), headWidth, "Must be even and at least 2.");
        scaling?.Validate();
        var divisors = new double[headWidth / 2];
        for (int pair = 0; pair < divisors.Length; pair++) divisors[pair] = scaling?.Divisor(Frequency(theta, headWidth, pair)) ?? 1;
        return divisors;
    }

    /// <summary>Returns the angle in radians by which each pair of dimensions turns from one position to the next.</summary>
    /// <param name="theta">The base of the wavelengths.</param>
    /// <param name="headWidth">The width of a head, an even number.</param>
    /// <param name="scaling">The scaling; null for the frequencies of the base alone, <c>theta^(-2i/headWidth)</c>.</param>
    public static double[] Frequencies(double theta, int headWidth, RopeScaling? scaling)
    {
        double[] frequencies = Divisors(theta, headWidth, scaling);
        for (int pair = 0; pair < frequencies.Length; pair++) frequencies[pair] = Frequency(theta, headWidth, pair) / frequencies[pair];
        return frequencies;
    }

    /// <summary>Checks that the values fit together.</summary>
    /// <exception cref="ArgumentException">They do not; the message names the values.</exception>
    public void Validate()
    {
        if (Kind != RopeScalingKind.Llama3 || HighFrequencyFactor > LowFrequencyFactor) return;
        throw new ArgumentException(FormattableString.Invariant(
            $"{nameof(HighFrequencyFactor)} {HighFrequencyFactor} is not larger than {nameof(LowFrequencyFactor)} {LowFrequencyFactor}."));
    }

    /// <summary>Adds the values to a fingerprint.</summary>
    /// <param name="writer">Receives the values.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Kind), Kind.ToString());
        writer.Add(nameof(Factor), Factor);
        writer.Add(nameof(LowFrequencyFactor), LowFrequencyFactor);
        writer.Add(nameof(HighFrequencyFactor), HighFrequencyFactor);
        writer.Add(nameof(OriginalContextLength), OriginalContextLength);
    }

    private static double Frequency(double theta, int headWidth, int pair) => Math.Pow(theta, -2.0 * pair / headWidth);

    private double Divisor(double frequency)
    {
        if (Kind == RopeScalingKind.Linear) return Factor;
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < OriginalContextLength / HighFrequencyFactor) return 1;
        if (wavelength > OriginalContextLength / LowFrequencyFactor) return Factor;
        double kept = (OriginalContextLength / wavelength - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return 1 / ((1 - kept) / Factor + kept);
    }

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
}
