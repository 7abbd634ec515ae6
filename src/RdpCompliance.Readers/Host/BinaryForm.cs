namespace RdpCompliance.Readers.Host;

/// <summary>How a tool writes the bytes of an event; digits alone may be either.</summary>
internal enum BinaryForm
{
    /// <summary>wevtutil, the event viewer, evtxexport.</summary>
    Hex,

    /// <summary>python-evtx.</summary>
    Base64,
}
