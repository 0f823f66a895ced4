namespace DataCuration.FastText;

/// <summary>The functions of fastText, with the same tables and rounding.</summary>
internal static class FastTextMath
{
    private static readonly float[] Sigmoids = MakeSigmoids();
    private static readonly float[] Logarithms = MakeLogarithms();

    /// <summary>The logarithm used for predictions. It adds 1e-5, so 0 has a logarithm too.</summary>
    public static float Log(float value) => (float)Math.Log(value + 1e-5);

    /// <summary>The logarithm used for reported losses, from a table of 512 steps between 0 and 1.</summary>
    public static float TableLog(float value) => value > 1 ? 0 : Logarithms[(int)(value * 512)];

    public static void Softmax(Span<float> scores)
    {
        float max = scores[0], sum = 0;
        foreach (float score in scores) max = Math.Max(score, max);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)Math.Exp(scores[i] - max);
            sum += scores[i];
        }
        for (int i = 0; i < scores.Length; i++) scores[i] /= sum;
    }

    /// <summary>The logistic function, from a table of 512 steps between -8 and 8.</summary>
    public static float Sigmoid(float x)
    {
        if (x < -8) return 0;
        if (x > 8) return 1;
        return float.IsNaN(x) ? 0 : Sigmoids[(int)((x + 8) * 512 / 8 / 2)];
    }

    private static float[] MakeSigmoids()
    {
        var table = new float[513];
        for (int i = 0; i < table.Length; i++)
        {
            float x = (float)(i * 2 * 8) / 512 - 8;
            table[i] = (float)(1.0 / (1.0 + MathF.Exp(-x)));
        }
        return table;
    }

    private static float[] MakeLogarithms()
    {
        var table = new float[513];
        for (int i = 0; i < table.Length; i++) table[i] = MathF.Log((float)((i + 1e-5) / 512));
        return table;
    }
}
