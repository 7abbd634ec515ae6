using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Findings;

/// <summary>Grounds and needs of facts as findings tell them.</summary>
internal static class FindingPlaces
{
    public static FindingPlace Of(Ground ground) => new(ground.Location, ground.Address?.ToString(), ground.Text.ToString())
    {
        AddressKind = ground.Address?.Kind ?? "member",
        IsStep = ground.Kind == GroundKind.Step,
    };

    /// <param name="grounds">On what the unknown fact rests.</param>
    public static FindingNeed Of(Need need, IEnumerable<Ground> grounds) => new(need.Reason, need.ToString())
    {
        Where = grounds.Select(ground => ground.Location).FirstOrDefault(),
        Command = Collecting.CommandFor(need.Address),
        Whole = need.Address is { } address ? Collecting.InputOf(address) : null,
        IsOfLog = need.Address is Address.Item { Space: "event" },
    };
}
