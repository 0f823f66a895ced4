namespace DataCuration.FastText;

/// <summary>The options of a training that are not part of the model.</summary>
internal sealed record FastTextSchedule(int Epochs, double LearningRate, int Threads, int Seed, byte[] LabelPrefix);
