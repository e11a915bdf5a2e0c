"""The school's digital signature on a PDF: PAdES baseline B-B (ETSI EN 319 142-1), made without the network.

The signature certifies the document: any change after it is one too many. Its field lies outside of the page, where
neither PDF/A-2 nor PDF/UA-1 asks for a picture of it or a place in the structure, so that the document is both after as
before.
"""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.certificates.keyring import PdfKey
from app.certificates.school_certificate import check_not_over

if TYPE_CHECKING:
    from pyhanko.pdf_utils.extensions import DeveloperExtension
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSigner, SimpleSigner

FIELD = "Signature"
MARGIN = 2 * 1024
"""Bytes of a signature beside the certificates that it brings along."""


def signed(pdf: bytes, *, key: PdfKey, at: datetime) -> bytes:
    """`pdf` with a signature of that moment at its end; all before it stays byte by byte as it was.

    The first call in a process takes seconds: it loads the library, which only a process that issues has to. Raises
    UnusableKeyError where the school's certificate is over by then: programs would show the signature as invalid.
    """
    check_not_over(key.chain[0], at)
    with ThreadPoolExecutor(1) as own:  # in a caller's thread there may be an event loop, and asyncio runs one a thread
        return own.submit(asyncio.run, _signed(pdf, key, at)).result()


async def _signed(pdf: bytes, key: PdfKey, at: datetime) -> bytes:
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    room = MARGIN + sum(len(each.public_bytes(Encoding.DER)) for each in key.chain)
    session = _signer(key).init_signing_session(_writer()(io.BytesIO(pdf)))
    session.system_time = at.replace(microsecond=0)  # a PDF's dates have whole seconds
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * room, appearance_text_params=None)
    output = io.BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    await document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes(signing_time=session.system_time))
    return output.getvalue()


@lru_cache(maxsize=4)
def _signer(key: PdfKey) -> PdfSigner:
    from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    name = str(key.chain[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    return PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=name,
        ),
        signer=_with_chain(key),
        new_field_spec=SigFieldSpec(
            FIELD,
            readable_field_name=f"Signature · {name}",  # the same word in both languages
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        ),
    )


def _with_chain(key: PdfKey) -> SimpleSigner:
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own, *above = (Certificate.load(each.public_bytes(Encoding.DER)) for each in key.chain)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(above)
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(own, PrivateKeyInfo.load(private), store)


@cache
def _writer() -> type[IncrementalPdfFileWriter]:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Writer(IncrementalPdfFileWriter):
        """Leaves alone what PDF/A-2 is particular about."""

        def _update_meta(self) -> None:
            """The metadata: the document was made at the moment of its signature, and says so. pyHanko would write
            them anew, with today's date."""

        def register_extension(self, ext: DeveloperExtension) -> None:
            """Only extensions of PDF 1.7: those of 2.0, which pyHanko names for elliptic curves too, are none of
            PDF/A-2."""
            if ext.base_version != "/2.0":
                super().register_extension(ext)

        def ensure_output_version(self, version: tuple[int, int]) -> None:
            """PDF/A-2 is PDF 1.7."""

    return Writer
