using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>What a loop makes; <c>copyIndex()</c> without a name means the loop of the resource or output around it.</summary>
internal enum CopyKind
{
    Resource,
    Output,
    Property,
}

/// <summary>One turn of a loop, and of those around it.</summary>
/// <param name="Index">A number, or not known.</param>
internal sealed record CopyIndex(string Name, CopyKind Kind, Node Index, CopyIndex? Outer)
{
    /// <param name="name"><see langword="null"/> for the nearest that is not of a property, or the nearest of all.</param>
    public CopyIndex? Find(string? name)
    {
        for (var turn = this; turn is not null; turn = turn.Outer)
        {
            if (name is null ? turn.Kind != CopyKind.Property : turn.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return turn;
            }
        }

        return name is null ? this : null;
    }
}
