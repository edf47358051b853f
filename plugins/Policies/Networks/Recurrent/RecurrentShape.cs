namespace DiffOG.Policies.Networks.Recurrent;

/// <summary>The sizes of a recurrent network.</summary>
/// <param name="Hidden">Units of each layer.</param>
/// <param name="Layers">LSTM layers, one on top of the other.</param>
public sealed record RecurrentShape(int Hidden, int Layers);
