namespace RdpCompliance.Engine.Settings;

/// <summary>What a claim of the pack rests on: a rule's, or the meaning of a setting's silence.</summary>
public abstract record Reference
{
    private Reference()
    {
    }

    /// <summary>A public page that states the claim.</summary>
    /// <param name="Address">An https address.</param>
    /// <param name="Says">What the page states, in a sentence of our own.</param>
    /// <param name="Read">Year and month in which it was opened, "2026-11".</param>
    public sealed record Page(string Address, string Says, string Read) : Reference;

    /// <summary>No page states it; it was seen at work.</summary>
    /// <param name="Seen">What was seen and by whom, in general terms.</param>
    public sealed record Experience(string Seen) : Reference;
}
