namespace DataCuration.FastText;

/// <summary>The output layer of a classifier: turns a text's vector into the probabilities of labels (loss.cc).</summary>
internal sealed class FastTextOutputLayer
{
    private readonly FastTextLoss loss;
    private readonly int labels;
    private readonly FastTextTree? tree;

    public FastTextOutputLayer(FastTextMatrix matrix, FastTextLoss loss, FastTextDictionary dictionary)
    {
        Matrix = matrix;
        this.loss = loss;
        labels = dictionary.LabelCounts.Length;
        if (loss == FastTextLoss.HierarchicalSoftmax) tree = new(dictionary.LabelCounts);
        else if (matrix is DenseMatrix dense) dense.Transpose();
    }

    public FastTextMatrix Matrix { get; }

    /// <summary>Finds the best labels. Their scores are the logarithms of their probabilities.</summary>
    public void FindBest(ReadOnlySpan<float> hidden, float threshold, FastTextScratch scratch, ref BestLabels best)
    {
        if (tree is not null)
        {
            tree.Search(Matrix, hidden, threshold, scratch.Pending, ref best);
            return;
        }
        Span<float> scores = scratch.Output.AsSpan(0, labels);
        WriteProbabilities(hidden, scores);
        for (int i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] >= threshold)) continue;
            float score = FastTextMath.Log(scores[i]);
            if (!best.Refuses(score)) best.Add(score, i);
        }
    }

    /// <summary>Computes the probabilities of all labels.</summary>
    public void WriteProbabilities(ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        if (tree is not null)
        {
            tree.WriteProbabilities(Matrix, hidden, probabilities);
            return;
        }
        Matrix.Multiply(hidden, probabilities);
        if (loss == FastTextLoss.Softmax) FastTextMath.Softmax(probabilities);
        else
            for (int i = 0; i < probabilities.Length; i++) probabilities[i] = FastTextMath.Sigmoid(probabilities[i]);
    }
}
