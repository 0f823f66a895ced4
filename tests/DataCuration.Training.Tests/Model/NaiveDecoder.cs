using DataCuration.Models;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

/// <summary>The decoder from the formulas of the papers, in double precision and without tensors, as the oracle of the fast one.</summary>
internal sealed class NaiveDecoder
{
    private readonly DecoderOptions options;
    private readonly Dictionary<string, double[]> parameters;

    public NaiveDecoder(DecoderOptions options, ParameterStore store)
    {
        this.options = options;
        float[] flat = store.Values.data<float>().ToArray();
        parameters = store.Layout.Shapes.ToDictionary(shape => shape.Name,
            shape => flat.AsSpan((int)shape.Offset, (int)shape.Count).ToArray().Select(x => (double)x).ToArray(), StringComparer.Ordinal);
    }

    public double[] this[string name] => parameters[name];

    /// <summary>Returns the mean of -ln p over the targets.</summary>
    public double Loss(int[] inputs, int[] targets)
    {
        double[][] logits = Logits(inputs);
        return targets.Select((target, t) => Math.Log(logits[t].Sum(Math.Exp)) - logits[t][target]).Average();
    }

    public double[][] Logits(int[] inputs)
    {
        int width = options.Width;
        double[][] x = [.. inputs.Select(token => parameters["embedding"].AsSpan(token * width, width).ToArray())];
        for (int layer = 0; layer < options.Layers; layer++)
        {
            string prefix = $"layers.{layer}.";
            double[][] attended = Attend([.. x.Select(row => Normalize(row, parameters[prefix + "attention.norm"]))], prefix);
            for (int t = 0; t < x.Length; t++) x[t] = Add(x[t], Multiply(parameters[prefix + "attention.output"], attended[t]));
            for (int t = 0; t < x.Length; t++)
            {
                double[] both = Multiply(parameters[prefix + "feed_forward.gate_up"], Normalize(x[t], parameters[prefix + "feed_forward.norm"]));
                int inner = options.FeedForwardWidth;
                double[] hidden = [.. Enumerable.Range(0, inner).Select(i => both[i] / (1 + Math.Exp(-both[i])) * both[inner + i])];
                x[t] = Add(x[t], Multiply(parameters[prefix + "feed_forward.down"], hidden));
            }
        }
        double[] output = parameters[options.TieEmbeddings ? "embedding" : "output"];
        return [.. x.Select(row => Multiply(output, Normalize(row, parameters["final_norm"])))];
    }

    private double[][] Attend(double[][] x, string prefix)
    {
        int d = options.HeadWidth;
        int heads = options.Heads;
        int shared = options.KeyValueHeads;
        double[][] all = [.. x.Select(row => Multiply(parameters[prefix + "attention.qkv"], row))];
        if (options.QkvBias) all = [.. all.Select(row => Add(row, parameters[prefix + "attention.qkv_bias"]))];
        double[] frequencies = RopeScaling.Frequencies(options.RopeTheta, d, options.RopeScaling);
        double[] Head(int t, int head, bool turn)
        {
            double[] vector = all[t].AsSpan(head * d, d).ToArray();
            if (!turn) return vector;
            if (options.QueryKeyNorm) vector = Normalize(vector, parameters[prefix + (head < heads ? "attention.query_norm" : "attention.key_norm")]);
            for (int pair = 0; pair < d / 2; pair++)
            {
                double angle = t * frequencies[pair];
                (double a, double b) = (vector[2 * pair], vector[2 * pair + 1]);
                vector[2 * pair] = a * Math.Cos(angle) - b * Math.Sin(angle);
                vector[2 * pair + 1] = a * Math.Sin(angle) + b * Math.Cos(angle);
            }
            return vector;
        }
        var result = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            result[t] = new double[heads * d];
            for (int head = 0; head < heads; head++)
            {
                int group = head / (heads / shared);
                double[] query = Head(t, head, turn: true);
                double[] weights = [.. Enumerable.Range(0, t + 1).Select(s => Math.Exp(Dot(query, Head(s, heads + group, turn: true)) / Math.Sqrt(d)))];
                for (int s = 0; s <= t; s++)
                {
                    double[] value = Head(s, heads + shared + group, turn: false);
                    for (int i = 0; i < d; i++) result[t][head * d + i] += weights[s] / weights.Sum() * value[i];
                }
            }
        }
        return result;
    }

    private double[] Normalize(double[] x, double[] weight)
    {
        double scale = 1 / Math.Sqrt(x.Average(value => value * value) + options.NormEpsilon);
        return [.. x.Select((value, i) => value * scale * weight[i])];
    }

    private static double[] Multiply(double[] matrix, double[] x) =>
        [.. Enumerable.Range(0, matrix.Length / x.Length).Select(row => Dot(matrix.AsSpan(row * x.Length, x.Length), x))];

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
