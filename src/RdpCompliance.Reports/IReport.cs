using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports;

/// <summary>One way to write a scan's result. Instances hold no state; nothing but the arguments is read, so equal arguments give equal bytes.</summary>
public interface IReport
{
    /// <summary>The name that <c>--format</c> takes.</summary>
    string Format { get; }

    /// <summary>Writes UTF-8 without a byte order mark; <paramref name="output"/> is left open.</summary>
    void Write(ScanResult result, ReportContext context, Stream output);
}
