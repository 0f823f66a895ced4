using DataCuration.Models;

namespace DataCuration.Training.Tests;

/// <summary>
/// Llama, Qwen 2 and Qwen 3 in double precision with plain arrays, from the tensors of a Hugging Face folder, as the independent oracle of the decoder. It
/// shares nothing with the code under test: not the order of rows, the frequencies or the names of parameters.
/// </summary>
internal sealed class HuggingFaceReference(ModelConfiguration model, IReadOnlyDictionary<string, float[]> weights)
{
    /// <summary>Returns the logits after each token.</summary>
    public double[][] Logits(int[] tokens)
    {
        double[][] x = [.. tokens.Select(token => Row(weights["model.embed_tokens.weight"], token, model.Width))];
        for (int layer = 0; layer < model.Layers; layer++)
        {
            string p = $"model.layers.{layer}.";
            double[][] normed = [.. x.Select(row => Norm(row, weights[p + "input_layernorm.weight"]))];
            double[][] attended = Attention(normed, p + "self_attn.");
            for (int t = 0; t < x.Length; t++) x[t] = Sum(x[t], Multiply(weights[p + "self_attn.o_proj.weight"], attended[t]));
            for (int t = 0; t < x.Length; t++)
            {
                double[] row = Norm(x[t], weights[p + "post_attention_layernorm.weight"]);
                double[] gate = Multiply(weights[p + "mlp.gate_proj.weight"], row);
                double[] up = Multiply(weights[p + "mlp.up_proj.weight"], row);
                var hidden = new double[gate.Length];
                for (int i = 0; i < hidden.Length; i++) hidden[i] = gate[i] / (1 + Math.Exp(-gate[i])) * up[i];
                x[t] = Sum(x[t], Multiply(weights[p + "mlp.down_proj.weight"], hidden));
            }
        }
        float[] output = weights[model.TieEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight"];
        return [.. x.Select(row => Multiply(output, Norm(row, weights["model.norm.weight"])))];
    }

    private double[][] Attention(double[][] x, string p)
    {
        int d = model.HeadWidth;
        double[][] queries = [.. x.Select((row, t) => Heads(row, t, p + "q_proj", p + "q_norm.weight", model.Heads))];
        double[][] keys = [.. x.Select((row, t) => Heads(row, t, p + "k_proj", p + "k_norm.weight", model.KeyValueHeads))];
        double[][] values = [.. x.Select(row => Project(row, p + "v_proj"))];
        var result = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            result[t] = new double[model.Heads * d];
            for (int head = 0; head < model.Heads; head++)
            {
                int shared = head / (model.Heads / model.KeyValueHeads);
                var scores = new double[t + 1];
                for (int s = 0; s <= t; s++)
                    for (int i = 0; i < d; i++) scores[s] += queries[t][head * d + i] * keys[s][shared * d + i] / Math.Sqrt(d);
                double largest = scores.Max();
                double total = scores.Sum(score => Math.Exp(score - largest));
                for (int s = 0; s <= t; s++)
                    for (int i = 0; i < d; i++) result[t][head * d + i] += Math.Exp(scores[s] - largest) / total * values[s][shared * d + i];
            }
        }
        return result;
    }

    // Projection, normalisation of heads if the model has it, and rotation of the two halves of each head.
    private double[] Heads(double[] row, int position, string projection, string norm, int heads)
    {
        int d = model.HeadWidth;
        double[] all = Project(row, projection);
        for (int head = 0; head < heads; head++)
        {
            double[] one = all[(head * d)..((head + 1) * d)];
            if (weights.TryGetValue(norm, out float[]? weight)) one = Norm(one, weight);
            for (int i = 0; i < d / 2; i++)
            {
                double angle = position * Frequency(i);
                all[head * d + i] = one[i] * Math.Cos(angle) - one[i + d / 2] * Math.Sin(angle);
                all[head * d + i + d / 2] = one[i + d / 2] * Math.Cos(angle) + one[i] * Math.Sin(angle);
            }
        }
        return all;
    }

    // transformers' modeling_rope_utils.py: default, linear, llama3.
    private double Frequency(int i)
    {
        double frequency = 1 / Math.Pow(model.RopeTheta, 2.0 * i / model.HeadWidth);
        if (model.RopeScaling is not { } scaling) return frequency;
        if (scaling.Kind == RopeScalingKind.Linear) return frequency / scaling.Factor;
        double wavelength = 2 * Math.PI / frequency;
        double low = scaling.OriginalContextLength / scaling.LowFrequencyFactor, high = scaling.OriginalContextLength / scaling.HighFrequencyFactor;
        if (wavelength < high) return frequency;
        if (wavelength > low) return frequency / scaling.Factor;
        double smooth = (scaling.OriginalContextLength / wavelength - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return (1 - smooth) * frequency / scaling.Factor + smooth * frequency;
    }

    private double[] Project(double[] row, string name)
    {
        double[] result = Multiply(weights[name + ".weight"], row);
        if (weights.TryGetValue(name + ".bias", out float[]? bias))
            for (int i = 0; i < result.Length; i++) result[i] += bias[i];
        return result;
    }

    private double[] Norm(double[] row, float[] weight)
    {
        double scale = 1 / Math.Sqrt(row.Sum(value => value * value) / row.Length + model.NormEpsilon);
        return [.. row.Select((value, i) => value * scale * weight[i])];
    }

    private static double[] Multiply(float[] matrix, double[] x)
    {
        var result = new double[matrix.Length / x.Length];
        for (int row = 0; row < result.Length; row++)
            for (int i = 0; i < x.Length; i++) result[row] += matrix[row * x.Length + i] * x[i];
        return result;
    }

    private static double[] Row(float[] matrix, int row, int width) => [.. matrix.Skip(row * width).Take(width).Select(value => (double)value)];

    private static double[] Sum(double[] a, double[] b) => [.. a.Select((value, i) => value + b[i])];
}
