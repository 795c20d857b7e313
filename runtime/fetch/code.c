// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "body.h"

int fetch_code(CURLcode code, long system) {
  switch (code) {
  case CURLE_OK:
    return 0;
  case CURLE_OUT_OF_MEMORY:
  case CURLE_ABORTED_BY_CALLBACK:
    return -ENOMEM;
  case CURLE_URL_MALFORMAT:
  case CURLE_BAD_FUNCTION_ARGUMENT:
  case CURLE_UNKNOWN_OPTION:
    return -EINVAL;
  case CURLE_NOT_BUILT_IN:
    return -ENOTSUP;
  case CURLE_UNSUPPORTED_PROTOCOL:
    return -EPROTONOSUPPORT;
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY:
    return UV_EAI_NONAME;
  case CURLE_COULDNT_CONNECT: // (and not that it has only begun to)
    return system && system != EAGAIN && system != EINPROGRESS ? -(int)system
                                                               : -ECONNREFUSED;
  case CURLE_OPERATION_TIMEDOUT:
    return -ETIMEDOUT;
  case CURLE_SEND_ERROR:
  case CURLE_RECV_ERROR:
  case CURLE_GOT_NOTHING:
  case CURLE_PARTIAL_FILE:
  case CURLE_SEND_FAIL_REWIND: // a kept connection was dead
    return -ECONNRESET;
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_BAD_CONTENT_ENCODING:
  case CURLE_HTTP2:
  case CURLE_HTTP2_STREAM:
  case CURLE_PROXY:
  case CURLE_SSL_CONNECT_ERROR:
    return -EPROTO;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
  case CURLE_SSL_CACERT_BADFILE:
    return -EKEYREJECTED;
  case CURLE_TOO_MANY_REDIRECTS:
    return -ELOOP;
  case CURLE_FILESIZE_EXCEEDED:
    return -EMSGSIZE;
  default:
    return -EIO;
  }
}
